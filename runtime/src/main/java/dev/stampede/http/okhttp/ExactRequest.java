package dev.stampede.http.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The last word before the network: sends the request as it was made, without the headers OkHttp adds to it
 * ({@code Accept-Encoding}, {@code Connection}), and keeps OkHttp from acting on what comes back: no second try after 408
 * or 503, no proxy's rules for 407, no decompression. Status and headers as they were are in
 * {@link TracingListener#response()}. Thread-safe.
 */
final class ExactRequest implements Interceptor {
    static final ExactRequest INSTANCE = new ExactRequest();

    private ExactRequest() {}

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request asMade = chain.call().request();
        String login = chain.request().header(ProxyLogin.HEADER);
        if (login != null && asMade.header(ProxyLogin.HEADER) == null) {
            asMade = asMade.newBuilder().header(ProxyLogin.HEADER, login).build();
        }
        Response response = chain.proceed(asMade);
        boolean wouldAct = switch (response.code()) {
            case 407, 408, 421, 503 -> true;
            default -> response.header("Content-Encoding") != null;
        };
        return wouldAct
                ? response.newBuilder()
                        .code(200)
                        .removeHeader("Content-Encoding")
                        .build()
                : response;
    }
}
