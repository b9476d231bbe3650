package dev.stampede.http;

import java.io.IOException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Answers a server's challenges during one call. Confined to the virtual user's thread. */
sealed interface Authentication permits DigestAuthentication, NtlmAuthentication {

    /** Another request of the call begins; takes its credentials, which are not sent at first. */
    void begin(Hop hop, HeaderList headers);

    /**
     * What to say in {@code Authorization} to get another response than this one.
     *
     * @return null when the response is final
     */
    @Nullable
    String answer(Hop hop, TransportResponse response) throws IOException;

    /** Which status codes are expected of the round trip that just ended, of those that are expected of the call. */
    @Nullable
    IntPredicate expected(@Nullable IntPredicate usual);
}
