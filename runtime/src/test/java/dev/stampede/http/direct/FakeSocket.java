package dev.stampede.http.direct;

import dev.stampede.http.SocketInstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Stream;

/** A socket that answers what a test says, each part to be read for itself, and takes so many writes. */
final class FakeSocket extends Socket implements SocketInstants {
    private final InputStream in;
    private int writesLeft;
    private long lastWrite;

    FakeSocket(int writes, String... answers) {
        writesLeft = writes;
        in = new SequenceInputStream(Collections.enumeration(Stream.of(answers)
                .map(answer -> new ByteArrayInputStream(answer.getBytes(StandardCharsets.US_ASCII)))
                .toList()));
    }

    Dialer.Line line() {
        return new Dialer.Line(this, this, this, "", "");
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (writesLeft-- <= 0) {
                    throw new IOException("Broken pipe");
                }
                lastWrite = System.nanoTime();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                write(0);
            }
        };
    }

    @Override
    public long connectStart() {
        return 0;
    }

    @Override
    public long connectDone() {
        return 0;
    }

    @Override
    public long lastWrite() {
        return lastWrite;
    }

    @Override
    public long firstRead() {
        return 0;
    }
}
