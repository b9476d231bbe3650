package dev.stampede.http;

import dev.stampede.Auth;
import dev.stampede.HttpResponse;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** For a JVM without the libraries that only some requests need. */
final class WithoutLibrariesMain {
    private static final String URL = "http://h.test/";
    private static String encoding = "";

    private WithoutLibrariesMain() {}

    private static final class Hello implements Transport {
        @Override
        public TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) throws IOException {
            trace.answered(200, "HTTP/1.1", "");
            HeaderList headers = new HeaderList();
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            if (!encoding.isEmpty()) {
                headers.add("Content-Encoding", encoding);
                body = Compression.compress(new Payload.Bytes(body), List.of(Compression.GZIP));
            }
            return new TransportResponse(200, "OK", headers, body);
        }

        @Override
        public Transport another() {
            return this;
        }

        @Override
        public void close() {}
    }

    @SuppressWarnings("SystemOut")
    private static void say(String what, String text) {
        System.out.println("> " + what + ": " + text);
    }

    private static void sayError(String what, Runnable body) {
        try {
            body.run();
            say(what, "no error");
        } catch (IllegalStateException e) {
            say(what, String.valueOf(e.getMessage()));
        }
    }

    public static void main(String[] arguments) {
        MetricRegistry registry = new MetricRegistry();
        VuHttp http = new VuHttp(
                new SampleContext(registry, new Recorder(), Clock.system(), SystemTag.DEFAULTS, 0, registry.rootTags()),
                HttpOptions.DEFAULTS,
                new Hello(),
                new CookieStore(),
                new Targets(),
                new HttpLog(),
                null,
                null,
                null);
        HttpResponse plain = http.get(URL);
        say("plain", plain.body());
        encoding = "gzip";
        say("gzip", http.get(URL).body());
        encoding = "br";
        HttpResponse brotli = http.get(URL);
        say("br", brotli.errorCode() + " " + brotli.error());
        sayError("compression br", () -> http.request("POST", URL).compression("br"));
        sayError("compression zstd", () -> http.request("POST", URL).compression("gzip,zstd"));
        sayError("ntlm", () -> http.request("GET", URL).auth(Auth.NTLM));
        sayError("html", plain::html);
    }
}
