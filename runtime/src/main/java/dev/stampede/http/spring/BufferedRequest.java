package dev.stampede.http.spring;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request of {@code WebClient}; its body is collected and sent as one. */
final class BufferedRequest extends AbstractClientHttpRequest {
    private static final byte[] NOTHING = {};

    private final HttpMethod method;
    private final URI url;
    private byte[] body = NOTHING;

    BufferedRequest(HttpMethod method, URI url) {
        this.method = method;
        this.url = url;
    }

    /** What was written; empty for nothing. */
    byte[] body() {
        return body;
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return url;
    }

    @Override
    public DataBufferFactory bufferFactory() {
        return DefaultDataBufferFactory.sharedInstance;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // asked for so; there is no other request yet
    public <T> T getNativeRequest() {
        return (T) this;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> buffers) {
        return doCommit(() -> DataBufferUtils.join(buffers).doOnNext(this::take).then());
    }

    private void take(DataBuffer written) {
        body = new byte[written.readableByteCount()];
        written.read(body);
        DataBufferUtils.release(written);
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> buffers) {
        return writeWith(Flux.from(buffers).concatMap(Flux::from));
    }

    @Override
    public Mono<Void> setComplete() {
        return doCommit();
    }

    @Override
    protected void applyHeaders() {
        // they are read when the request is sent
    }

    @Override
    protected void applyCookies() {
        List<HttpCookie> cookies =
                getCookies().values().stream().flatMap(List::stream).toList();
        if (!cookies.isEmpty()) {
            String line = cookies.stream().map(HttpCookie::toString).collect(Collectors.joining("; "));
            getHeaders().set(HttpHeaders.COOKIE, line);
        }
    }
}
