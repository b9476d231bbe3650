package dev.stampede;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The virtual user's HTTP client. Each request, and each redirect on the way, becomes one set of {@code http_req_*}
 * samples. A transport error is not thrown: the response then has status 0 and an {@link HttpResponse#error() error}.
 *
 * <p>Connections are kept per virtual user. Cookies are kept per virtual user too and forgotten at the start of each
 * iteration. Up to 10 redirects are followed. A whole call, redirects and body included, may take 60 s. (k6: {@code k6/http}.)
 *
 * <p>Works on the thread of its virtual user, and on those that {@link Vu#fork} and {@link Vu#executor} start. On any other
 * thread sending a request throws {@link IllegalStateException}, as it could not be told what it belongs to.
 */
public interface Http {

    /** A request to be refined and sent. The method's name is sent as given, in capital letters. */
    HttpRequest request(String method, String url);

    /** The same, named after the template of the URL unless a name is given. */
    HttpRequest request(String method, NamedUrl url);

    /** Fills a URL template; see {@link NamedUrl#of}. */
    default NamedUrl url(String template, Object... arguments) {
        return NamedUrl.of(template, arguments);
    }

    /** The virtual user's cookies. */
    CookieJar cookies();

    /** An empty jar for calls that ask for it ({@link HttpRequest#jar}); nobody empties it. */
    CookieJar newCookieJar();

    /** Sends a GET request. */
    default HttpResponse get(String url) {
        return request("GET", url).send();
    }

    /** Sends a HEAD request. */
    default HttpResponse head(String url) {
        return request("HEAD", url).send();
    }

    /** Sends an OPTIONS request. */
    default HttpResponse options(String url) {
        return request("OPTIONS", url).send();
    }

    /** Sends a POST request without a body. */
    default HttpResponse post(String url) {
        return request("POST", url).send();
    }

    /** Sends a POST request. */
    default HttpResponse post(String url, String body) {
        return request("POST", url).body(body).send();
    }

    /** Sends a PUT request without a body. */
    default HttpResponse put(String url) {
        return request("PUT", url).send();
    }

    /** Sends a PUT request. */
    default HttpResponse put(String url, String body) {
        return request("PUT", url).body(body).send();
    }

    /** Sends a PATCH request without a body. */
    default HttpResponse patch(String url) {
        return request("PATCH", url).send();
    }

    /** Sends a PATCH request. */
    default HttpResponse patch(String url, String body) {
        return request("PATCH", url).body(body).send();
    }

    /** Sends a DELETE request. */
    default HttpResponse delete(String url) {
        return request("DELETE", url).send();
    }

    /** Sends a DELETE request with a body. */
    default HttpResponse delete(String url, String body) {
        return request("DELETE", url).body(body).send();
    }

    /** Sends a GET request. */
    default HttpResponse get(NamedUrl url) {
        return request("GET", url).send();
    }

    /** Sends a HEAD request. */
    default HttpResponse head(NamedUrl url) {
        return request("HEAD", url).send();
    }

    /** Sends a OPTIONS request. */
    default HttpResponse options(NamedUrl url) {
        return request("OPTIONS", url).send();
    }

    /** Sends a POST request without a body. */
    default HttpResponse post(NamedUrl url) {
        return request("POST", url).send();
    }

    /** Sends a POST request. */
    default HttpResponse post(NamedUrl url, String body) {
        return request("POST", url).body(body).send();
    }

    /** Sends a PUT request without a body. */
    default HttpResponse put(NamedUrl url) {
        return request("PUT", url).send();
    }

    /** Sends a PUT request. */
    default HttpResponse put(NamedUrl url, String body) {
        return request("PUT", url).body(body).send();
    }

    /** Sends a PATCH request without a body. */
    default HttpResponse patch(NamedUrl url) {
        return request("PATCH", url).send();
    }

    /** Sends a PATCH request. */
    default HttpResponse patch(NamedUrl url, String body) {
        return request("PATCH", url).body(body).send();
    }

    /** Sends a DELETE request. */
    default HttpResponse delete(NamedUrl url) {
        return request("DELETE", url).send();
    }

    /** Sends a DELETE request with a body. */
    default HttpResponse delete(NamedUrl url, String body) {
        return request("DELETE", url).body(body).send();
    }

    /**
     * Sends several requests at the same time, on threads of this virtual user that are started for it, and waits until all
     * are over: at most 20 at once ({@code batch}), of which 6 to one host and port ({@code batchPerHost}), in the order
     * given. Their samples carry the tags and the group that the calling thread has. When the URL of one is invalid nothing
     * is sent: that one's response has the error, and those of the others say so. (k6: {@code http.batch}.)
     *
     * @param requests made by this client, and not sent otherwise meanwhile
     * @return their responses, in the order of the requests
     */
    List<HttpResponse> batch(List<HttpRequest> requests);

    /** The same. */
    default List<HttpResponse> batch(HttpRequest... requests) {
        return batch(List.of(requests));
    }

    /** The same with GET requests. */
    default List<HttpResponse> batch(String... urls) {
        return batch(Arrays.stream(urls).map(url -> request("GET", url)).toList());
    }

    /**
     * The same with names for requests.
     *
     * @return the responses by the names of their requests, in the order of the requests
     */
    default Map<String, HttpResponse> batch(Map<String, HttpRequest> requests) {
        List<HttpResponse> responses = batch(List.copyOf(requests.values()));
        Map<String, HttpResponse> named = new LinkedHashMap<>();
        int i = 0;
        for (String name : requests.keySet()) {
            named.put(name, responses.get(i++));
        }
        return named;
    }
}
