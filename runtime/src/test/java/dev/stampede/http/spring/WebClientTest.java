package dev.stampede.http.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.Http;
import dev.stampede.forks.ForkScope;
import dev.stampede.http.ClientContract;
import dev.stampede.http.RequestNames;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class WebClientTest extends ClientContract {

    @Override
    protected Client client(Http http, RequestNames names, @Nullable HandshakeCertificates trusted) {
        WebClient client = WebClient.builder()
                .clientConnector(SpringHttp.connector(http, names))
                .build();
        return (method, url, body) -> {
            WebClient.RequestBodySpec request =
                    client.method(HttpMethod.valueOf(method)).uri(url);
            if (body != null) {
                request.bodyValue(body);
            }
            return requireNonNull(request.exchangeToMono(response -> response.bodyToMono(String.class)
                            .defaultIfEmpty("")
                            .map(text -> new Reply(response.statusCode().value(), text)))
                    .block());
        };
    }

    @Override
    protected boolean seesSockets() {
        return true;
    }

    private Mono<String> get() {
        return WebClient.builder()
                .clientConnector(SpringHttp.connector(vu.http()))
                .build()
                .get()
                .uri(base)
                .retrieve()
                .bodyToMono(String.class);
    }

    private void assertRefusedOn(String scheduler, Mono<String> calls) {
        assertThatThrownBy(calls::block)
                .isInstanceOf(WebClientRequestException.class)
                .hasMessageContaining("' cannot be used on thread '" + scheduler)
                .hasMessageEndingWith("give vu.executor() to the library that does it.");
    }

    @Test
    void callThatASchedulerSubscribesTo_isRefused() {
        answer("ok");
        assertRefusedOn("boundedElastic-", get().subscribeOn(Schedulers.boundedElastic()));
        assertThat(server.getRequestCount()).isZero();
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void responseThatIsHandledOnAScheduler_isRecordedWithTheTagsOfItsCall() {
        vu.samples.tags(vu.registry.rootTags().with("group", "::front"));
        answer("ok");
        Mono<String> handled = get().publishOn(Schedulers.single())
                .map(body -> body + " on " + Thread.currentThread().getName());
        assertThat(handled.block()).startsWith("ok on single-");
        assertThat(vu.recorded().request()).containsEntry("group", "::front");
    }

    @Test
    void callAfterOneThatAHandlerWasGiven_isRefused() {
        answer("ok");
        answer("ok");
        assertRefusedOn("single-", get().publishOn(Schedulers.single()).flatMap(body -> get()));
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(vu.recorded().requests()).hasSize(1);
    }

    @Test
    void schedulerOfForks_isTheVirtualUsers() {
        vu.samples.tags(vu.registry.rootTags().with("group", "::front"));
        ForkScope forks = new ForkScope(vu.samples);
        // as vu.executor() does
        Scheduler own = Schedulers.fromExecutor(task -> forks.fork(vu.samples, () -> {
            task.run();
            return true;
        }));
        answer("ok");
        answer("ok");
        Mono<String> both = get().subscribeOn(own).publishOn(own).flatMap(body -> get());
        assertThat(both.block()).isEqualTo("ok");
        assertThat(vu.recorded().requests())
                .hasSize(2)
                .allSatisfy(tags -> assertThat(tags).containsEntry("group", "::front"));
    }

    @Test
    void cookiesAndBody_areThoseOfTheRequest() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "cart=2; Path=/; HttpOnly")
                .body("ok")
                .build());
        WebClient client = WebClient.builder()
                .clientConnector(SpringHttp.connector(vu.http()))
                .build();

        String cart = client.post()
                .uri(base)
                .cookie("session", "1")
                .body(Flux.just("or", "der"), String.class)
                .exchangeToMono((ClientResponse response) -> response.releaseBody()
                        .thenReturn(requireNonNull(response.cookies().getFirst("cart"))
                                .getValue()))
                .block();

        assertThat(cart).isEqualTo("2");
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Cookie")).isEqualTo("session=1");
        assertThat(requireNonNull(request.getBody()).utf8()).isEqualTo("order");
        assertThat(vu.recorded().requests()).hasSize(1);
    }
}
