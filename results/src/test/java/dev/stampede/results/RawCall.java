package dev.stampede.results;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A connection on which a test says what no HTTP client would. */
final class RawCall implements AutoCloseable {
    private final Socket socket;

    RawCall(ResultsServer server) throws IOException {
        URI url = URI.create(server.url());
        socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(20_000);
    }

    /** The answer to a request that is written as it is, with line breaks of HTTP. */
    static String answer(ResultsServer server, String request) throws IOException {
        try (RawCall call = new RawCall(server)) {
            call.say(request);
            return call.rest();
        }
    }

    RawCall say(String text) throws IOException {
        socket.getOutputStream()
                .write(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** One answer, of a connection that stays open. */
    String next() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
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
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** All up to the end of the connection; one that is reset has said nothing. */
    String rest() throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }

    /** Whether the connection ends within some time, and nothing more is said on it. */
    boolean isOver(Duration most) throws IOException {
        socket.setSoTimeout(Math.toIntExact(most.toMillis()));
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) { // reset
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
