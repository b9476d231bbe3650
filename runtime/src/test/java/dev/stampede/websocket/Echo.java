package dev.stampede.websocket;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The server's side: says back what it hears, and keeps it; "goodbye" makes it close with 4000, "crash" drop all. */
final class Echo extends WebSocketListener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CountDownLatch gone = new CountDownLatch(1);

    @Override
    public void onMessage(WebSocket socket, String text) {
        heard.add(text);
        switch (text) {
            case "goodbye" -> socket.close(4000, "enough");
            case "crash" -> socket.cancel();
            default -> socket.send("echo " + text);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteString bytes) {
        heard.add(bytes.hex());
        socket.send(bytes);
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        heard.add("closing " + code + " " + reason);
        socket.close(1000, null);
        gone.countDown();
    }

    @Override
    public void onFailure(WebSocket socket, Throwable thrown, @Nullable Response response) {
        gone.countDown();
    }
}
