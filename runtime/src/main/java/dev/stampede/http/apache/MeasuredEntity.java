package dev.stampede.http.apache;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/** A response's body as it comes over the connection: tells its round trip of the end, or of what went wrong. Only for the thread that made the request. */
final class MeasuredEntity extends HttpEntityWrapper {
    private final RoundTrip roundTrip;
    private @Nullable InputStream content;

    MeasuredEntity(HttpEntity entity, RoundTrip roundTrip) {
        super(entity);
        this.roundTrip = roundTrip;
    }

    @Override
    public InputStream getContent() throws IOException {
        InputStream known = content;
        if (known == null) {
            known = new Content(super.getContent(), roundTrip);
            content = known;
        }
        return known;
    }

    /** May read on to the end. */
    @Override
    public void close() throws IOException {
        roundTrip.requireThread();
        try {
            super.close();
        } catch (IOException e) {
            roundTrip.ended(e);
            throw e;
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        AbstractHttpEntity.writeTo(this, out);
    }

    private static final class Content extends FilterInputStream {
        private final RoundTrip roundTrip;

        Content(InputStream in, RoundTrip roundTrip) {
            super(in);
            this.roundTrip = roundTrip;
        }

        @Override
        public int read() throws IOException {
            roundTrip.requireThread();
            try {
                return noted(in.read());
            } catch (IOException e) {
                roundTrip.ended(e);
                throw e;
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            roundTrip.requireThread();
            try {
                return noted(in.read(bytes, offset, length));
            } catch (IOException e) {
                roundTrip.ended(e);
                throw e;
            }
        }

        @Override
        public long skip(long n) throws IOException {
            roundTrip.requireThread();
            return in.skip(n);
        }

        /** May read on to the end. */
        @Override
        public void close() throws IOException {
            roundTrip.requireThread();
            try {
                in.close();
            } catch (IOException e) {
                roundTrip.ended(e);
                throw e;
            }
        }

        private int noted(int n) {
            if (n < 0) {
                roundTrip.ended(null);
            }
            return n;
        }
    }
}
