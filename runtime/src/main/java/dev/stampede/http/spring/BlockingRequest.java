package dev.stampede.http.spring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import okhttp3.Response;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/** A request of {@code RestClient} or {@code RestTemplate}. Its body is buffered, as OkHttp may have to send it again. */
final class BlockingRequest extends AbstractClientHttpRequest {
    private final OkHttpCalls calls;
    private final HttpMethod method;
    private final URI url;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    BlockingRequest(OkHttpCalls calls, HttpMethod method, URI url) {
        this.calls = calls;
        this.method = method;
        this.url = url;
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
    protected OutputStream getBodyInternal(HttpHeaders headers) {
        return body;
    }

    @Override
    protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
        Response response = calls.send(method.name(), url, headers, body.toByteArray());
        return new BlockingResponse(response, OkHttpCalls.headers(response));
    }

    private record BlockingResponse(Response response, HttpHeaders headers) implements ClientHttpResponse {

        @Override
        public HttpStatusCode getStatusCode() {
            return HttpStatusCode.valueOf(response.code());
        }

        @Override
        public String getStatusText() {
            return response.message();
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return response.body().byteStream();
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
