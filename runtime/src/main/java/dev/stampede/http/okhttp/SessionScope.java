package dev.stampede.http.okhttp;

import dev.stampede.http.ClientScope;
import dev.stampede.http.HopSampler;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.SocketInstants;
import dev.stampede.metrics.SampleContext;
import dev.stampede.traces.Tracer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A session as other clients of its virtual user see it. */
record SessionScope(HttpSession session) implements ClientScope {

    @Override
    public SampleContext requireThread() throws IOException {
        return session.requireThread();
    }

    @Override
    public void awaitTurn() throws InterruptedIOException {
        session.awaitTurn();
    }

    @Override
    public HttpOptions options() {
        return session.options();
    }

    @Override
    public @Nullable Tracer tracer() {
        return session.tracer();
    }

    @Override
    public HopSampler sampler(SampleContext here) {
        return session.sampler(here);
    }

    @Override
    public OkHttpClient okHttpClient() {
        return session.okHttpClient();
    }

    @Override
    public SocketFactory sockets() {
        return session.wire();
    }

    @Override
    public Socket socketThrough(Proxy socks) throws IOException {
        return session.wire().createSocket(socks);
    }

    @Override
    public @Nullable SocketInstants socket(InetSocketAddress local, InetSocketAddress remote) {
        return session.wire().between(local.getPort(), remote.getAddress(), remote.getPort());
    }

    @Override
    public void whenClosed(Runnable closing) {
        session.whenClosed(closing);
    }
}
