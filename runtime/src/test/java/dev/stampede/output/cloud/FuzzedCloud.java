package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;

/**
 * A service that answers as it should about every second time, and otherwise with what a broken one, a proxy or an attacker
 * may send. What it answers follows from the seed and the order of requests. Thread-safe.
 */
final class FuzzedCloud extends Dispatcher {
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
            "\"file:///etc/passwd\"",
            "\"\\u0000\\ud800\"",
            "\"a\\r\\nX: y\"",
            "[]",
            "[[[[]]]]",
            "{}",
            "{\"a\":{\"b\":[1,null]}}");
    private static final int[] STATUSES = {
        200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 409, 410, 413, 418, 429, 451,
        500, 502, 503, 504, 520, 599
    };
    private static final int HUGE = 5_000_000;

    private final ProvisionedCloud sound = new ProvisionedCloud();
    private final Random random;

    FuzzedCloud(long seed) {
        random = new Random(seed);
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
        MockResponse usual = usual(request);
        int kind = random.nextInt(100);
        String body = usual.getBody() == null ? "" : text(usual);
        MockResponse.Builder answer = usual.newBuilder();
        if (kind < 50) {
            return usual;
        } else if (kind < 58) {
            answer.body(body.substring(0, random.nextInt(body.length() + 1)));
        } else if (kind < 66) {
            answer.body(withOtherValue(body));
        } else if (kind < 72) {
            answer.body(new Buffer().write(withOtherBytes(body)));
        } else if (kind < 76) {
            answer.body("<!DOCTYPE html><html><body>Log in to the network</body></html>")
                    .setHeader("Content-Type", "text/html");
        } else if (kind < 84) {
            answer.code(status()).body(random.nextBoolean() ? body : error(request));
        } else if (kind < 90) {
            answer.code(300 + random.nextInt(9)).setHeader("Location", location(request));
        } else if (kind < 94) {
            answer.code(status()).body(echo(request));
        } else if (kind < 96) {
            answer.setHeader(
                            "Retry-After",
                            VALUES.get(random.nextInt(VALUES.size())).replaceAll("[^ -~]", ""))
                    .code(429)
                    .body("");
        } else if (kind < 97) {
            answer.body("[".repeat(100_000));
        } else {
            effect(answer, body);
        }
        return answer.build();
    }

    private MockResponse usual(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        if (path.endsWith("/v1/tests")) {
            return ProvisionedCloud.reply(
                    201,
                    "{\"reference_id\":\"1001\",\"config\":{\"aggregationPeriod\":\"3s\",\"stopOnError\":true,"
                            + "\"maxTimeSeriesInBatch\":10},\"logs\":[{\"level\":\"info\",\"message\":\"hello\"}]}");
        }
        return sound.dispatch(request);
    }

    private static String text(MockResponse response) {
        Buffer buffer = new Buffer();
        MockResponseBody body = response.getBody();
        if (body != null) {
            try {
                body.writeTo(buffer);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail
            }
        }
        return buffer.readUtf8();
    }

    private int status() {
        return STATUSES[random.nextInt(STATUSES.length)];
    }

    /** One value of the reply is replaced. */
    private String withOtherValue(String body) {
        List<MatchResult> values = VALUE.matcher(body).results().toList();
        if (values.isEmpty()) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        MatchResult one = values.get(random.nextInt(values.size()));
        return body.substring(0, one.start()) + VALUES.get(random.nextInt(VALUES.size())) + body.substring(one.end());
    }

    private byte[] withOtherBytes(String body) {
        byte[] bytes = (body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= random.nextInt(8); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String error(RecordedRequest request) {
        String code = VALUES.get(random.nextInt(VALUES.size()));
        String details = VALUES.get(random.nextInt(VALUES.size()));
        return random.nextInt(4) == 0
                ? "{\"error\":{\"code\":4,\"message\":\"no more " + request.getMethod() + "\"}}"
                : "{\"error\":{\"code\":" + code + ",\"message\":" + details + ",\"details\":" + details
                        + ",\"field_errors\":{\"a\":" + code + "},\"errors\":[" + code + "," + details + "]}}";
    }

    /** Back to itself, as a loop, or somewhere else; it may hold secrets of its own. */
    private String location(RecordedRequest request) {
        return switch (random.nextInt(5)) {
            case 0 -> request.getUrl().toString();
            case 1 -> "/";
            case 2 -> "http://ada:pass-word@127.0.0.1:1/x?sig=s3cr3t";
            case 3 -> "ftp://nowhere/";
            default -> "";
        };
    }

    /** A service that gives back what it was sent: the token among it. */
    private static String echo(RecordedRequest request) {
        String authorization = requireNonNullElse(request.getHeaders().get("Authorization"), "none");
        return "{\"error\":{\"code\":7,\"message\":\"not for " + authorization + "\",\"details\":{\"token\":[\""
                + authorization.replaceFirst("\\w+ ", "") + "\"]}},\"reference_id\":\"" + authorization + "\"}";
    }

    private void effect(MockResponse.Builder answer, String body) {
        switch (random.nextInt(6)) {
            case 0 -> answer.onResponseStart(new SocketEffect.CloseSocket());
            case 1 -> answer.onResponseBody(new SocketEffect.CloseSocket()).body(body + " ".repeat(5000));
            case 2 -> answer.onRequestStart(new SocketEffect.CloseSocket());
            case 3 -> answer.setHeader("Content-Length", body.length() + 1_000_000_000L);
            case 4 -> answer.chunkedBody(body.isEmpty() ? "{}" : body, 1 + random.nextInt(3));
            default -> answer.body("{\"reference_id\":\"" + "a".repeat(HUGE) + "\"}");
        }
    }
}
