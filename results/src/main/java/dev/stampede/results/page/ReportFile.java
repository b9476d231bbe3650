package dev.stampede.results.page;

import dev.stampede.results.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * A run as one HTML file that shows itself without a service: style, scripts and figures are inside, and its policy allows
 * nothing else, so that it asks nobody for anything wherever it is opened. Stateless.
 */
public final class ReportFile {
    private ReportFile() {}

    /** What is in every report; made when the first is. */
    private static final class Parts {
        static final String STYLE = inside(text(PageFiles.CHART_STYLE) + "\n" + text(PageFiles.STYLE), "</style");
        static final String CHARTS = inside(text(PageFiles.CHART_SCRIPT), "</script");
        static final String PAGE = inside(Modules.joined(PageFiles.ENTRY, ReportFile::text), "</script");
        static final String POLICY = "default-src 'none'; script-src " + hash(CHARTS) + " " + hash(PAGE)
                + "; style-src " + hash(STYLE) + "; img-src data:; base-uri 'none'; form-action 'none'";

        private Parts() {}
    }

    /** The policy that stands in each report: its own scripts and its own style, by their hashes, and nothing else. */
    public static String policy() {
        return Parts.POLICY;
    }

    /**
     * The file.
     *
     * @param title what the browser's tab is called until the page has started
     * @param data what the page would have asked the service for: {@code run}, {@code chart}, {@code series} (by metric, for
     *     those that can be drawn), {@code logs}, {@code archive} as the service answers them, and {@code generated}, in
     *     milliseconds since 1970. All but the first two may be left out
     */
    public static byte[] of(String title, Map<String, ?> data) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>%s</title>
                <link rel="icon" href="data:image/svg+xml;base64,%s">
                <style>%s</style>
                </head>
                <body>
                <noscript>This report needs JavaScript. Everything it uses is inside this file.</noscript>
                <script type="application/json" id="stampede-data">%s</script>
                <!-- %s -->
                <script>%s</script>
                <script type="module">%s</script>
                </body>
                </html>
                """.formatted(
                        policy(),
                        escaped(title),
                        Base64.getEncoder().encodeToString(PageFiles.bytes("icon.svg")),
                        Parts.STYLE,
                        json(data),
                        text("vendor/uplot/LICENSE").replace("--", "- -"),
                        Parts.CHARTS,
                        Parts.PAGE)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** As JSON that ends no script: what would open or close a tag or a comment is written by its number. */
    static String json(Object data) {
        return new String(Response.jsonBytes(data), StandardCharsets.UTF_8)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static String text(String name) {
        return new String(PageFiles.bytes(name), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** The text of an element, which must not hold that element's own end. */
    private static String inside(String text, String end) {
        if (text.toLowerCase(Locale.ROOT).contains(end) || text.contains("<!--")) {
            throw new IllegalStateException(
                    "a file of the page cannot stand inside a document: it holds " + end + " or <!--");
        }
        return text;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
