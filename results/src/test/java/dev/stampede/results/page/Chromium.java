package dev.stampede.results.page;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A headless Chromium that is driven through its DevTools protocol. It resolves no names but those of this machine. Thread-safe. */
final class Chromium implements AutoCloseable {
    private static final long SECONDS = 30;
    private static final JsonAdapter<Object> JSON =
            new Moshi.Builder().build().adapter(Object.class).serializeNulls();

    private final Process process;
    private final Path profile;
    private final OkHttpClient client =
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Map<?, ?>>> answers = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, Map<?, ?>>> listeners = new ConcurrentHashMap<>();
    private final WebSocket socket;

    private Chromium(Process process, Path profile, String url) {
        this.process = process;
        this.profile = profile;
        this.socket = client.newWebSocket(new Request.Builder().url(url).build(), new WebSocketListener() {
            @Override
            public void onMessage(WebSocket webSocket, String text) {
                received(text);
            }

            @Override
            public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
                answers.values().forEach(answer -> answer.completeExceptionally(t));
            }
        });
    }

    static Chromium start(Path program) {
        try {
            Path profile = Files.createTempDirectory("chromium");
            Process process = new ProcessBuilder(List.of(
                            program.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Path told = profile.resolve("DevToolsActivePort");
            Awaitility.await("Chromium's port")
                    .atMost(Duration.ofSeconds(SECONDS))
                    .until(() -> Files.exists(told) && Files.readAllLines(told).size() == 2);
            List<String> lines = Files.readAllLines(told);
            return new Chromium(process, profile, "http://127.0.0.1:" + lines.get(0) + lines.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new tab with cookies and storage of its own. */
    Tab open() {
        String context = text(send(null, "Target.createBrowserContext", Map.of()), "browserContextId");
        Map<String, Object> page = Map.of("url", "about:blank", "browserContextId", context);
        String target = text(send(null, "Target.createTarget", page), "targetId");
        String session =
                text(send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true)), "sessionId");
        return new Tab(this, context, session);
    }

    /** Hears the events of a tab. */
    void listen(String session, BiConsumer<String, Map<?, ?>> listener) {
        listeners.put(session, listener);
    }

    /** What the browser answers to a command. */
    Map<?, ?> send(@Nullable String session, String method, Map<String, ?> parameters) {
        long id = ids.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.send(JSON.toJson(message));
        Map<?, ?> got = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (got.get("error") != null) {
            throw new IllegalStateException(method + ": " + got.get("error"));
        }
        return (Map<?, ?>) Objects.requireNonNull(got.get("result"));
    }

    private void received(String text) {
        Map<?, ?> message;
        try {
            message = (Map<?, ?>) Objects.requireNonNull(JSON.fromJson(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (message.get("id") instanceof Double id) {
            CompletableFuture<Map<?, ?>> answer = answers.remove(id.longValue());
            if (answer != null) {
                answer.complete(message);
            }
        } else if (message.get("sessionId") instanceof String session
                && message.get("params") instanceof Map<?, ?> params) {
            listeners.getOrDefault(session, (method, nothing) -> {}).accept(text(message, "method"), params);
        }
    }

    static String text(Map<?, ?> map, String key) {
        return String.valueOf(map.get(key));
    }

    void closed(String session, String context) {
        listeners.remove(session);
        send(null, "Target.disposeBrowserContext", Map.of("browserContextId", context));
    }

    @Override
    public void close() throws IOException {
        socket.cancel();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
