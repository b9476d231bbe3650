package dev.stampede.proxies;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a call goes through: Java's own properties where they say one ({@code https.proxyHost}, {@code
 * http.proxyHost}, {@code socksProxyHost}, {@code java.net.useSystemProxies}, with {@code http.nonProxyHosts}), else {@code
 * HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, upper or lower case, as Go reads them. (Go: {@code
 * golang.org/x/net/http/httpproxy}.) Immutable.
 */
public final class Proxies extends ProxySelector implements Authenticator {
    private final Function<String, @Nullable String> properties;
    private final ProxySelector java;
    private final @Nullable Via https;
    private final @Nullable Via http;
    private final NoProxy noProxy;
    private final List<String> problems = new ArrayList<>();

    /**
     * Reads them; what is wrong is kept in {@link #problems}.
     *
     * @param properties of the JVM
     * @param java asked where the properties say a proxy
     */
    public Proxies(Map<String, String> environment, Function<String, @Nullable String> properties, ProxySelector java) {
        this.properties = properties;
        this.java = java;
        this.https = via(environment, "HTTPS_PROXY");
        this.http = via(environment, "HTTP_PROXY");
        this.noProxy = new NoProxy(given(environment, "NO_PROXY").getValue());
    }

    /**
     * A proxy.
     *
     * @param authorization value of the header {@code Proxy-Authorization}; null for none
     */
    private record Via(Proxy proxy, @Nullable String authorization, String forPeople) {
        @Override
        public String toString() {
            return forPeople;
        }
    }

    /** As the environment and Java's properties say now. */
    public static Proxies ofThisMachine() {
        ProxySelector java = ProxySelector.getDefault();
        return new Proxies(System.getenv(), System::getProperty, java == null ? ProxySelector.of(null) : java);
    }

    /** What is wrong with them, a sentence or two each. */
    public List<String> problems() {
        return problems;
    }

    private static Map.Entry<String, String> given(Map<String, String> environment, String variable) {
        for (String name : List.of(variable, variable.toLowerCase(Locale.ROOT))) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return Map.entry(name, value.strip());
            }
        }
        return Map.entry(variable, "");
    }

    private @Nullable Via via(Map<String, String> environment, String variable) {
        Map.Entry<String, String> given = given(environment, variable);
        String text = given.getValue();
        if (text.isEmpty()) {
            return null;
        }
        String shown = text.replaceFirst("^(\\w+://)?.*@", "$1****@");
        String scheme =
                text.contains("://") ? text.substring(0, text.indexOf("://")).toLowerCase(Locale.ROOT) : "http";
        HttpUrl url = HttpUrl.parse("http://" + text.substring(text.contains("://") ? text.indexOf("://") + 3 : 0));
        boolean socks = scheme.equals("socks5") || scheme.equals("socks5h");
        if (url == null || !(socks || scheme.equals("http"))) {
            problems.add("invalid proxy address '" + shown + "', from environment variable " + given.getKey()
                    + ". Use such as http://proxy:3128 or socks5://proxy:1080.");
            return null;
        }
        if (socks && !url.username().isEmpty()) {
            problems.add("a SOCKS proxy cannot be logged in to: '" + shown + "', from environment variable "
                    + given.getKey() + ". Leave out user and password, or use an http:// proxy.");
            return null;
        }
        int port = socks && !text.matches(".*:\\d+/?") ? 1080 : url.port();
        InetSocketAddress address = InetSocketAddress.createUnresolved(url.host(), port);
        String authorization = url.username().isEmpty()
                ? null
                : Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8);
        return new Via(
                new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address),
                authorization,
                shown + " (environment variable " + given.getKey() + ")");
    }

    @Override
    public List<Proxy> select(URI uri) {
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (isJavas(secure)) {
            return java.select(uri);
        }
        Via via = secure ? https : http;
        if (via == null) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        String host = uri.getHost();
        return host == null || noProxy.matches(host, port) ? List.of(Proxy.NO_PROXY) : List.of(via.proxy());
    }

    /** Whether there is a proxy, if not for all hosts. */
    public boolean mayBeUsed(boolean secure) {
        return isJavas(secure) || (secure ? https : http) != null;
    }

    private boolean isJavas(boolean secure) {
        return isSet(secure ? "https.proxyHost" : "http.proxyHost")
                || isSet("socksProxyHost")
                || "true".equalsIgnoreCase(properties.apply("java.net.useSystemProxies"));
    }

    private boolean isSet(String property) {
        String value = properties.apply(property);
        return value != null && !value.isEmpty();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // the call fails with it
    }

    /** Whether {@link #authorization} knows any. */
    public boolean hasLogin() {
        return (https != null && https.authorization() != null) || (http != null && http.authorization() != null);
    }

    /** Value of {@code Proxy-Authorization} for a proxy; null for none. */
    public @Nullable String authorization(Proxy proxy) {
        for (Via via : new @Nullable Via[] {https, http}) {
            if (via != null && via.authorization() != null && via.proxy().equals(proxy)) {
                return via.authorization();
            }
        }
        return null;
    }

    /** Logs in to the proxy, once. */
    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        Request request = response.request();
        if (route == null || request.header("Proxy-Authorization") != null) {
            return null;
        }
        String authorization = authorization(route.proxy());
        if (authorization != null) {
            return request.newBuilder()
                    .header("Proxy-Authorization", authorization)
                    .build();
        }
        return Authenticator.JAVA_NET_AUTHENTICATOR.authenticate(route, response);
    }

    /** For people: user and password masked. */
    @Override
    public String toString() {
        return "https through " + named(true, https) + ", http through " + named(false, http);
    }

    private String named(boolean secure, @Nullable Via via) {
        return isJavas(secure) ? "what Java's properties say" : via == null ? "no proxy" : via.toString();
    }
}
