package dev.stampede.results.http;

import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a browser shows the token once, and gets a cookie for it. Immutable. */
final class Login {
    private static final int MOST_BYTES = 8_192;
    private static final String PATH = "/login";

    private final Gate gate;

    Login(Gate gate) {
        this.gate = gate;
    }

    /** Adds its routes. A form at the page's own address keeps the part of it that only the browser knows. */
    void addTo(Routes routes) {
        routes.add("POST", PATH, Routes.Access.FORM, this::enter).add("POST", "/", Routes.Access.FORM, this::enter);
    }

    private Response enter(Request request) throws Refusal, IOException {
        String shown = Request.form(new String(request.body(MOST_BYTES), StandardCharsets.UTF_8))
                .getOrDefault("token", "")
                .strip();
        if (!gate.wantsToken()) {
            return Response.of(303).with("Location", "/");
        }
        return gate.isToken(shown)
                ? Response.of(303).with("Location", "/").with("Set-Cookie", Credentials.cookie(shown))
                : form(request, "That is not the token of this service.");
    }

    /** Whether a person looks at the answer. */
    static boolean isBrowser(Request request) {
        return request.header("Accept").contains("text/html");
    }

    /** The form, as the answer to who has not shown the token. Nothing of the request is in it. */
    static Response form(Request request, String problem) {
        String action = request.path().equals(List.of("")) ? "" : " action=\"" + PATH + "\"";
        return Response.bytes(
                401, "text/html; charset=utf-8", """
                        <!doctype html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <meta name="color-scheme" content="light dark">
                        <title>Stampede results</title>
                        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
                        <link rel="stylesheet" href="/assets/style.css">
                        </head>
                        <body>
                        <main class="login">
                        <h1>Stampede results</h1>
                        <p role="alert">%s</p>
                        <form method="post"%s>
                        <input name="username" autocomplete="username" value="stampede" hidden>
                        <label for="token">Token of this service</label>
                        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
                        <button>Enter</button>
                        </form>
                        </main>
                        </body>
                        </html>
                        """.formatted(problem, action).getBytes(StandardCharsets.UTF_8));
    }
}
