package dev.stampede.http.spring;

import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import okhttp3.Cookie;
import okhttp3.Response;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.AbstractClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connects {@code WebClient} with a virtual user's OkHttp client: whoever subscribes sends the request and reads the response. */
record OkHttpConnector(OkHttpCalls calls) implements ClientHttpConnector {

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI url, Function<? super ClientHttpRequest, Mono<Void>> writer) {
        return Mono.defer(() -> {
            BufferedRequest request = new BufferedRequest(method, url);
            return writer.apply(request).then(Mono.fromCallable(() -> send(request)));
        });
    }

    private ClientHttpResponse send(BufferedRequest request) throws IOException {
        try (Response response =
                calls.send(request.getMethod().name(), request.getURI(), request.getHeaders(), request.body())) {
            return new BufferedResponse(response, response.body().bytes());
        }
    }

    private static final class BufferedResponse extends AbstractClientHttpResponse {

        BufferedResponse(Response response, byte[] body) {
            super(
                    HttpStatusCode.valueOf(response.code()),
                    OkHttpCalls.headers(response),
                    cookies(response),
                    Flux.defer(() -> Flux.<DataBuffer>just(DefaultDataBufferFactory.sharedInstance.wrap(body))));
        }

        private static MultiValueMap<String, ResponseCookie> cookies(Response response) {
            MultiValueMap<String, ResponseCookie> cookies = new LinkedMultiValueMap<>();
            for (Cookie cookie : Cookie.parseAll(response.request().url(), response.headers())) {
                cookies.add(
                        cookie.name(),
                        ResponseCookie.from(cookie.name(), cookie.value())
                                .domain(cookie.hostOnly() ? null : cookie.domain())
                                .path(cookie.path())
                                .secure(cookie.secure())
                                .httpOnly(cookie.httpOnly())
                                .build());
            }
            return cookies;
        }
    }
}
