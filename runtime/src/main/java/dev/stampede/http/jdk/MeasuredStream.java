package dev.stampede.http.jdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A body that is read as a stream: its round trip is over when it was read, closed, or failed. Only for the thread that sent the request. */
final class MeasuredStream extends FilterInputStream {
    private final RoundTrip<?> roundTrip;
    private boolean open;

    MeasuredStream(InputStream in, RoundTrip<?> roundTrip) {
        super(in);
        this.roundTrip = roundTrip;
    }

    /** The response is with the virtual user, who reads on. */
    void begin() {
        open = true;
    }

    private void end(@Nullable IOException thrown) {
        if (open) {
            open = false;
            if (!Thread.currentThread().isInterrupted()) {
                roundTrip.streamEnded(thrown);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        roundTrip.requireThread();
        try {
            int n = in.read(bytes, offset, length);
            if (n < 0) {
                end(null);
            }
            return n;
        } catch (IOException e) {
            end(e);
            throw e;
        }
    }

    @Override
    public long skip(long n) throws IOException {
        roundTrip.requireThread();
        return in.skip(n);
    }

    @Override
    public void close() throws IOException {
        roundTrip.requireThread();
        try {
            in.close();
        } finally {
            end(null);
        }
    }
}
