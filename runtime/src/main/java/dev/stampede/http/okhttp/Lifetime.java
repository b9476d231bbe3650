package dev.stampede.http.okhttp;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * A tag of a request whose answer is a stream: once that has begun, the call's time limit, or closing it, is how it ends, and
 * no failure. Confined to the thread that makes the call.
 */
public final class Lifetime {
    private @Nullable Call call;

    /** The stream that is this call's answer has begun. */
    public void begin(Call begun) {
        call = begun;
    }

    /** Cuts the connection, so that closing what is left of the stream does not wait for its end. */
    public void cut() {
        Call begun = call;
        if (begun != null) {
            begun.cancel();
        }
    }

    /** Whether this is how the stream ended, not what it failed of. */
    public boolean isOver(IOException thrown) {
        return call != null
                && thrown instanceof InterruptedIOException
                && !Thread.currentThread().isInterrupted();
    }
}
