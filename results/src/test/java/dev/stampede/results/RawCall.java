package dev.stampede.results;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection on which a test says what no HTTP client would. The service may end it at any time, also while something is being said:
 * what is said then is lost, and what was answered before is the answer.
 */
final class RawCall implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(RawCall.class.getName());

    private final Socket socket;
    private final InputStream in;

    RawCall(ResultsServer server) throws IOException {
        URI url = URI.create(server.url());
        socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The answer to a request that is written as it is, with line breaks of HTTP. */
    static String answer(ResultsServer server, String request) throws IOException {
        try (RawCall call = new RawCall(server)) {
            call.say(request);
            return call.rest();
        }
    }

    RawCall say(String text) throws IOException {
        try {
            socket.getOutputStream()
                    .write(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            logger.log(System.Logger.Level.DEBUG, "The service has ended the connection: {0}", e.getMessage());
        }
        return this;
    }

    /** One answer, of a connection that stays open; what there is of it when the connection ends before. */
    String next() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = read();
            if (one < 0) {
                return head.toString();
            }
            head.append((char) one);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int length = lower.contains("content-length: ")
                ? Integer.parseInt(
                        lower.replaceFirst("(?s).*content-length: ", "").replaceFirst("(?s)\r.*", ""))
                : 0;
        return head + read(length);
    }

    /** All up to the end of the connection. */
    String rest() throws IOException {
        return read(Integer.MAX_VALUE);
    }

    private String read(int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < most) {
            int one = read();
            if (one < 0) {
                break;
            }
            bytes.write(one);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The next byte; -1 when the connection is closed or reset. */
    private int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException e) {
            return -1;
        }
    }

    /** Whether the connection ends within some time, and nothing more is said on it. */
    boolean isOver(Duration most) throws IOException {
        socket.setSoTimeout(Math.toIntExact(most.toMillis()));
        try {
            return read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
