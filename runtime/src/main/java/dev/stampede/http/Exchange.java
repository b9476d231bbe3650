package dev.stampede.http;

import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Sends the requests of a virtual user's calls one at a time, and says what each leads to. As confined as its transport. */
final class Exchange {
    private final Transport transport;
    private final String userAgent;
    private final RoundTripTrace trace = new RoundTripTrace();

    /** @param userAgent for requests that have none; empty for none */
    Exchange(Transport transport, String userAgent) {
        this.transport = transport;
        this.userAgent = userAgent;
    }

    /** What happened in the last round trip; filled anew by the next one. */
    RoundTripTrace trace() {
        return trace;
    }

    /** How a round trip ended. */
    sealed interface Outcome {
        record Failed(TransportError error) implements Outcome {}

        record Redirected(Hop next) implements Outcome {}

        /** It is to be sent again with this {@code Authorization}. */
        record Challenged(String answer) implements Outcome {}

        /** {@code stopped}: it is a redirect that is not followed because there were enough. */
        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Answered(TransportResponse response, byte @Nullable [] body, boolean stopped) implements Outcome {}
    }

    /**
     * The request as it is to be written.
     *
     * @param authorization answers a challenge; null when there was none
     */
    TransportRequest request(
            Hop hop,
            CallRequest call,
            @Nullable Authentication authentication,
            @Nullable String authorization,
            long deadline) {
        HeaderList headers = hop.headers().copy();
        if (hop.referer() != null) {
            headers.add("Referer", hop.referer());
        }
        if (!userAgent.isEmpty() && headers.get("User-Agent") == null) {
            headers.add("User-Agent", userAgent);
        }
        authorize(hop, headers, authentication, authorization);
        String cookie =
                call.cookies().header(headers.get("Cookie"), hop.target().url());
        if (cookie != null && !cookie.isEmpty()) {
            headers.set("Cookie", cookie);
        }
        return new TransportRequest(hop.method(), hop.target().url(), headers, hop.body(), call.keepsBody(), deadline);
    }

    private static void authorize(
            Hop hop, HeaderList headers, @Nullable Authentication authentication, @Nullable String answer) {
        if (answer != null) {
            headers.set("Authorization", answer);
        } else if (authentication != null) {
            authentication.begin(hop, headers);
        } else {
            String basic = hop.target().authorization();
            if (basic != null && headers.get("Authorization") == null) {
                headers.add("Authorization", basic);
            }
        }
    }

    /**
     * Sends one.
     *
     * @param request as it is written, of that hop
     */
    Outcome send(
            Hop hop,
            TransportRequest request,
            CallRequest call,
            @Nullable Authentication authentication,
            boolean mayFollow) {
        trace.begin(System.nanoTime());
        try {
            TransportResponse response = transport.roundTrip(request, trace);
            String answer = authentication == null ? null : authentication.answer(hop, response);
            if (answer != null) {
                return new Outcome.Challenged(answer);
            }
            HeaderList headers = response.headers();
            call.cookies().receive(hop.target().url(), headers);
            if (response.status() == 101) {
                throw new ProtocolException("unsupported response status: 101 Switching Protocols");
            }
            Hop next = hop.next(response);
            if (next != null && mayFollow) {
                return new Outcome.Redirected(next);
            }
            byte[] body = request.keepBody()
                    ? ContentEncodings.decode(response.body(), headers.get("Content-Encoding"))
                    : null;
            return new Outcome.Answered(response, body, next != null);
        } catch (IOException e) {
            return new Outcome.Failed(TransportError.of(e, trace));
        }
    }
}
