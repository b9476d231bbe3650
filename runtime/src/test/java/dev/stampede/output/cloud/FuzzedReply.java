package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;

/** One reply: every second time the right one, otherwise what a broken service, a proxy or an attacker may send. */
final class FuzzedReply {
    /** Stands for what the request was authorized with. */
    private static final String ECHO = "%AUTHORIZATION%";

    private static final Pattern VALUE =
            Pattern.compile("(?<=:)\\s*(?:\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d+(?:\\.\\d+)?|null|true|false|\\[[^\\[\\]]*])");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "9223372036854775808",
            "0.5",
            "\"\"",
            "\"-1s\"",
            "\"1000000h\"",
            "\"../../../etc\"",
            "\"http://\"",
            "\"http://localhost:1/" + ECHO + "\"",
            "\"file:///etc/passwd\"",
            "\"\\u0000\\ud800\"",
            "\"a\\r\\nX: y\"",
            "\"" + ECHO + "\"",
            "\"not for " + ECHO + "\"",
            "[]",
            "[[[[]]]]",
            "{}",
            "{\"a\":{\"b\":[1,null]}}",
            "[{\"level\":\"" + ECHO + "\",\"message\":\"" + ECHO + "\",\"is_default\":true,\"id\":\"" + ECHO + "\"}]");
    private static final int[] STATUSES = {
        200, 201, 202, 204, 205, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 407, 408, 409, 410, 413, 418,
        421, 429, 451, 500, 502, 503, 504, 520, 599, 999
    };
    private static final int HUGE = 5_000_000;

    private final RandomGenerator random;
    private final RecordedRequest request;
    private final String authorization;
    private final String body;
    private final boolean mayStall;

    /**
     * @param body of the right reply
     * @param mayStall whether it may be one that never comes to its end
     */
    FuzzedReply(RandomGenerator random, RecordedRequest request, String body, boolean mayStall) {
        this.random = random;
        this.request = request;
        this.authorization = requireNonNullElse(request.getHeaders().get("Authorization"), "none at all");
        this.body = body;
        this.mayStall = mayStall;
    }

    MockResponse of(MockResponse usual) {
        int kind = random.nextInt(100);
        MockResponse.Builder answer = usual.newBuilder();
        if (kind < 45) {
            return usual;
        } else if (kind < 52) {
            answer.body(body.substring(0, random.nextInt(body.length() + 1)));
        } else if (kind < 63) {
            answer.body(withOtherValue());
        } else if (kind < 68) {
            answer.body(new Buffer().write(withOtherBytes()));
        } else if (kind < 72) {
            answer.body("<!DOCTYPE html><html><body>Log in to the network, " + authorization + "</body></html>")
                    .setHeader("Content-Type", "text/html");
        } else if (kind < 80) {
            answer.code(status()).body(random.nextBoolean() ? body : error());
        } else if (kind < 86) {
            answer.code(300 + random.nextInt(9)).setHeader("Location", location());
        } else if (kind < 92) {
            answer.code(status()).body(echo());
        } else if (kind < 94) {
            answer.code(random.nextBoolean() ? 429 : 503)
                    .setHeader("Retry-After", value().replaceAll("[^ -~]", ""))
                    .body("");
        } else if (kind < 96) {
            heads(answer);
        } else if (kind < 97) {
            answer.body("[".repeat(10_000));
        } else {
            effect(answer);
        }
        return answer.build();
    }

    private int status() {
        return STATUSES[random.nextInt(STATUSES.length)];
    }

    private String value() {
        return VALUES.get(random.nextInt(VALUES.size())).replace(ECHO, echoed());
    }

    /** As it was sent, without its kind, or as JSON may have it. */
    private String echoed() {
        return switch (random.nextInt(4)) {
            case 0 -> authorization;
            case 1 -> authorization.replace("-", "\\u002d").replace("/", "\\/");
            default -> authorization.replaceFirst("\\w+ ", "");
        };
    }

    /** One value of the reply is replaced. */
    private String withOtherValue() {
        List<MatchResult> values = VALUE.matcher(body).results().toList();
        if (values.isEmpty()) {
            return value();
        }
        MatchResult one = values.get(random.nextInt(values.size()));
        return body.substring(0, one.start()) + value() + body.substring(one.end());
    }

    private byte[] withOtherBytes() {
        byte[] bytes = (body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8);
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String error() {
        return random.nextInt(4) == 0
                ? "{\"error\":{\"code\":4,\"message\":\"no more " + request.getMethod() + "\"}}"
                : "{\"error\":{\"code\":" + value() + ",\"message\":" + value() + ",\"details\":" + value()
                        + ",\"field_errors\":{\"a\":" + value() + "},\"errors\":[" + value() + "," + value() + "]}}";
    }

    /** Back to itself, as a loop, or somewhere else; it may hold secrets of its own. */
    private String location() {
        return switch (random.nextInt(6)) {
            case 0 -> request.getUrl().toString();
            case 1 -> "/";
            case 2 -> "http://ada:pass-word@127.0.0.1:1/x?sig=s3cr3t";
            case 3 -> "ftp://nowhere/";
            case 4 -> "http://127.0.0.1:1/" + authorization;
            default -> "";
        };
    }

    /** A service that gives back what it was sent: the token among it. */
    private String echo() {
        return "{\"error\":{\"code\":7,\"message\":\"not for " + authorization + "\",\"details\":{\"token\":[\""
                + echoed() + "\"]}},\"reference_id\":\"" + echoed() + "\",\"status\":\"" + echoed() + "\"}";
    }

    /** Status lines and headers that are none, or give back the token. */
    private void heads(MockResponse.Builder answer) {
        switch (random.nextInt(6)) {
            case 0 -> answer.status("HTTP/1.1 500 " + authorization);
            case 1 -> answer.status(authorization);
            case 2 -> answer.status("HTTP/1.1 " + authorization);
            case 3 -> answer.setHeader("X-" + authorization.replaceAll("\\W", "-"), authorization);
            case 4 -> answer.setHeader("Content-Length", "-7");
            default -> answer.setHeader("Content-Encoding", "gzip");
        }
    }

    private void effect(MockResponse.Builder answer) {
        switch (random.nextInt(mayStall ? 9 : 6)) {
            case 0 -> answer.onResponseStart(new SocketEffect.CloseSocket());
            case 1 -> answer.onResponseBody(new SocketEffect.CloseSocket()).body(body + " ".repeat(5000));
            case 2 -> answer.onRequestStart(new SocketEffect.CloseSocket());
            case 3 ->
                answer.setHeader("Content-Length", body.length() + 1_000_000_000L)
                        .onResponseEnd(new SocketEffect.CloseSocket());
            case 4 -> answer.chunkedBody(body.isEmpty() ? "{}" : body, 1 + random.nextInt(3));
            case 5 -> huge(answer);
            case 6 -> answer.setHeader("Content-Length", body.length() + 1_000_000_000L);
            case 7 -> answer.code(100 + random.nextInt(4));
            default -> answer.onResponseStart(SocketEffect.Stall.INSTANCE);
        }
    }

    /** Seldom, as each takes its time. */
    private void huge(MockResponse.Builder answer) {
        switch (random.nextInt(8)) {
            case 0 -> answer.body("{\"reference_id\":\"" + "a".repeat(HUGE) + "\"}");
            case 1 -> answer.body(bomb()).setHeader("Content-Encoding", "gzip");
            case 2 -> answer.body("{\"status\":\"" + "a".repeat(100_000) + "\"}");
            default ->
                answer.code(status()).body("{\"error\":{\"code\":1,\"message\":\"" + "no".repeat(50_000) + "\"}}");
        }
    }

    /** Small, until it is inflated. */
    private static Buffer bomb() {
        Buffer small = new Buffer();
        try (BufferedSink gzip = Okio.buffer(new GzipSink(small))) {
            gzip.writeUtf8("[".repeat(HUGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return small;
    }
}
