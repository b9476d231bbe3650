package dev.stampede.http.spring;

import dev.stampede.Http;
import dev.stampede.http.ClientScope;
import dev.stampede.http.RequestNames;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Spring's HTTP clients (6.2 or newer) for a virtual user, over its OkHttp client: each round trip, redirects included,
 * becomes one set of {@code http_req_*} samples with the virtual user's tags, as those of {@link Http} do. Connections,
 * cookies, timeout and all other settings of HTTP are the virtual user's.
 *
 * <p>A client belongs to one virtual user and its threads.
 */
public final class SpringHttp {
    private SpringHttp() {}

    /**
     * For {@code RestClient.builder().requestFactory(..)} and {@code new RestTemplate(..)}.
     *
     * @param http the virtual user's
     * @throws IllegalArgumentException if it is not a virtual user's
     */
    public static ClientHttpRequestFactory requestFactory(Http http) {
        return requestFactory(http, RequestNames.URLS);
    }

    /**
     * The same with names for groups of requests.
     *
     * @throws IllegalArgumentException if {@code http} is not a virtual user's
     */
    public static ClientHttpRequestFactory requestFactory(Http http, RequestNames names) {
        OkHttpCalls calls = new OkHttpCalls(ClientScope.of(http).okHttpClient(), names);
        return (url, method) -> new BlockingRequest(calls, method, url);
    }

    /**
     * For {@code WebClient.builder().clientConnector(..)}. The request is sent on the thread that subscribes, as {@code
     * block()} does, and its response is read to the end before anyone sees it.
     *
     * @param http the virtual user's
     * @throws IllegalArgumentException if it is not a virtual user's
     */
    public static ClientHttpConnector connector(Http http) {
        return connector(http, RequestNames.URLS);
    }

    /**
     * The same with names for groups of requests.
     *
     * @throws IllegalArgumentException if {@code http} is not a virtual user's
     */
    public static ClientHttpConnector connector(Http http, RequestNames names) {
        return new OkHttpConnector(new OkHttpCalls(ClientScope.of(http).okHttpClient(), names));
    }
}
