package dev.stampede.http;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Digest: each request is sent without credentials first. The very first answer of a call is expected if it is 401. (k6:
 * {@code lib/netext/httpext/digest_transport.go}.)
 */
final class DigestAuthentication implements Authentication {
    private boolean answered;
    private boolean judged;

    @Override
    public void begin(Hop hop, HeaderList headers) {
        answered = false;
    }

    @Override
    public @Nullable String answer(Hop hop, TransportResponse response) throws IOException {
        if (answered || response.status() != 401) {
            return null;
        }
        answered = true;
        DigestChallenge challenge = DigestChallenge.in(response.headers().all("WWW-Authenticate"));
        return challenge == null
                ? null
                : challenge.answer(hop.method(), hop.target().url());
    }

    @Override
    public @Nullable IntPredicate expected(@Nullable IntPredicate usual) {
        if (judged || usual == null) {
            return usual;
        }
        judged = true;
        return status -> status == 401;
    }
}
