package dev.stampede.http;

import dev.stampede.http.jdk.JdkHttp;
import dev.stampede.http.okhttp.VirtualUser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** For a JVM with neither Apache's client nor Spring. */
final class WithoutClientsMain {
    private WithoutClientsMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        for (String library : new String[] {
            "org.apache.hc.client5.http.classic.HttpClient",
            "org.springframework.http.client.ClientHttpRequestFactory",
            "reactor.core.publisher.Mono"
        }) {
            try {
                Class<?> unused = Class.forName(library);
                throw new IllegalStateException(library + " is there");
            } catch (ClassNotFoundException e) {
                System.out.println("no " + library);
            }
        }
        URI url = URI.create(arguments[0]);
        try (VirtualUser vu = new VirtualUser()) {
            int first = vu.http().get(url.toString()).status();
            int second = JdkHttp.newBuilder(vu.http())
                    .build()
                    .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                    .statusCode();
            System.out.println("ANSWERED " + first + " " + second + ", "
                    + vu.recorded().requests().size() + " round trips");
        }
    }
}
