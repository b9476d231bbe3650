package dev.stampede.http.spring;

import dev.stampede.http.RequestNames;
import dev.stampede.http.okhttp.RequestName;
import java.io.IOException;
import java.net.URI;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.springframework.http.HttpHeaders;

/** Sends Spring's requests with a virtual user's OkHttp client. Confined to its thread. */
record OkHttpCalls(OkHttpClient client, RequestNames names) {

    /** @param body empty for none */
    Response send(String method, URI url, HttpHeaders headers, byte[] body) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(url.toString())
                .method(method, body.length > 0 || wantsBody(method) ? RequestBody.create(body, null) : null);
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        String name = names.name(method, url);
        if (name != null) {
            request.tag(RequestName.class, new RequestName(name));
        }
        return client.newCall(request.build()).execute();
    }

    /** Methods OkHttp does not send without a body; it is then an empty one. */
    private static boolean wantsBody(String method) {
        return switch (method) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    /** A response's headers as Spring has them. */
    static HttpHeaders headers(Response response) {
        Headers from = response.headers();
        HttpHeaders headers = new HttpHeaders();
        for (int i = 0; i < from.size(); i++) {
            headers.add(from.name(i), from.value(i));
        }
        return headers;
    }
}
