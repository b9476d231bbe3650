package dev.stampede.results.page;

import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The files of the page. They are listed here by name, each has a route of its own, and nothing else is served: no part of a
 * request becomes part of a file's name. Stateless.
 */
public final class PageFiles {
    static final String INDEX = "index.html";
    static final String STYLE = "style.css";
    static final String CHART_STYLE = "vendor/uplot/uPlot.min.css";
    static final String CHART_SCRIPT = "vendor/uplot/uPlot.iife.min.js";
    static final String ENTRY = "main.js";

    /** Everything under {@code /assets/}. */
    static final List<String> ASSETS = List.of(
            "archive.js",
            "badges.js",
            "charts.js",
            "compare.js",
            "data.js",
            "dom.js",
            "format.js",
            "groups.js",
            "icon.svg",
            "live.js",
            "logs.js",
            ENTRY,
            "metrics.js",
            "requests.js",
            "run.js",
            "runcharts.js",
            "runs.js",
            STYLE,
            "table.js",
            "theme.js",
            "thresholds.js",
            "trend.js",
            CHART_SCRIPT,
            CHART_STYLE,
            "vendor/uplot/LICENSE");

    private PageFiles() {}

    /** Adds the page at {@code /}, for who has the token, and its files, which are no secret. */
    public static void addTo(Routes routes) {
        routes.add("GET", "/", Routes.Access.TOKEN, request -> file(INDEX));
        for (String name : ASSETS) {
            routes.add("GET", "/assets/" + name, Routes.Access.OPEN, request -> file(name));
        }
    }

    private static Response file(String name) {
        return Response.bytes(200, type(name), bytes(name));
    }

    /** A file of the page; it is in the same archive as this class. */
    static byte[] bytes(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the page has no file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/plain; charset=utf-8";
        };
    }
}
