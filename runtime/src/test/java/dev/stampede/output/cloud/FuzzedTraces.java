package dev.stampede.output.cloud;

import static java.util.Objects.requireNonNullElse;

import java.util.SplittableRandom;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okio.Buffer;

/** What is told of traces, answered by gRPC as it should be or not. What it answers follows from the seed. Thread-safe. */
final class FuzzedTraces extends Dispatcher {
    private static final String[] STATUSES = {
        "0", "1", "2", "7", "13", "14", "16", "17", "-1", "", "00", "99999999999", "OK", "1e1"
    };

    private final SplittableRandom random;

    FuzzedTraces(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
        String authorization = requireNonNullElse(request.getHeaders().get("Authorization"), "none");
        MockResponse.Builder answer = new MockResponse.Builder().addHeader("content-type", "application/grpc");
        String status = STATUSES[random.nextInt(STATUSES.length)];
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> answer.body(message()).trailers(Headers.of("grpc-status", "0"));
            case 3, 4 ->
                answer.body(message())
                        .trailers(Headers.of("grpc-status", status, "grpc-message", "not for " + authorization));
            case 5 -> answer.addHeader("grpc-status", status).addHeader("grpc-message", "%00%ff" + authorization);
            case 6 -> answer.body("<html>" + authorization + "</html>").setHeader("content-type", "text/html");
            case 7 -> answer.code(200 + random.nextInt(400)).body(authorization);
            case 8 -> answer.code(307).setHeader("Location", "/" + authorization);
            case 9 -> answer.body(message().write(new byte[random.nextInt(100_000)]));
            case 10 -> answer.onResponseStart(new SocketEffect.CloseStream(random.nextInt(16)));
            case 11 -> answer.onRequestStart(new SocketEffect.CloseStream(random.nextInt(16)));
            case 12 -> answer.onResponseStart(new SocketEffect.CloseSocket());
            default -> answer.body("junk").setHeader("content-encoding", "gzip");
        }
        return answer.build();
    }

    private static Buffer message() {
        return new Buffer().writeByte(0).writeInt(0);
    }
}
