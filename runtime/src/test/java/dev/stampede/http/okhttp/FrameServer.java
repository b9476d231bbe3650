package dev.stampede.http.okhttp;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Speaks HTTP/2 over TLS as badly as a test wants: sends its settings, then what it is given, to each connection. */
final class FrameServer implements AutoCloseable {
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;
    /** Of OkHttp's first request. */
    static final int FIRST_STREAM = 3;

    private final SSLServerSocket listening;

    FrameServer(Tls tls, byte[] frame) throws IOException {
        listening = (SSLServerSocket) tls.server()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listening.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        listening.setSSLParameters(parameters);
        Thread.ofVirtual().name("frame-server").start(() -> accept(frame));
    }

    private void accept(byte[] frame) {
        while (!listening.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
                InputStream in = socket.getInputStream();
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.write(frame(SETTINGS, 0));
                boolean unused = awaitRequest(in);
                Thread.sleep(50); // OkHttp flushes once more, which must not fail before it reads
                out.write(frame);
                out.flush();
                while (in.read() >= 0) {
                    // until the client has had enough
                }
            } catch (IOException | InterruptedException e) {
                // closed, by either
            }
        }
    }

    /** Reads up to the headers of the first request. */
    private static boolean awaitRequest(InputStream in) throws IOException {
        boolean headers = in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length()).length == 0;
        while (!headers) {
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                return false;
            }
            headers = head[3] == 1;
            boolean unused =
                    in.readNBytes((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff)).length == 0;
        }
        return true;
    }

    static byte[] frame(int type, int stream, int... payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[8] = (byte) stream;
        for (int i = 0; i < payload.length; i++) {
            frame[9 + i] = (byte) payload[i];
        }
        return frame;
    }

    String url() {
        return "https://localhost:" + listening.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
