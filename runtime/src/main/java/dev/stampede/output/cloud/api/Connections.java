package dev.stampede.output.cloud.api;

import dev.stampede.ConfigException;
import dev.stampede.proxies.Proxies;
import java.io.IOException;
import java.net.ProxySelector;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * How calls to the service leave this machine: through which proxy ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
 * NO_PROXY}, Java's properties), and which certificate authorities they trust ({@code SSL_CERT_FILE}, {@code SSL_CERT_DIR},
 * those of the JVM). Every client that calls the service begins with {@link #client()}. Immutable.
 */
public final class Connections {
    private static final System.Logger logger = System.getLogger(Connections.class.getName());

    /** Of this machine's environment, read once, as there may be hundreds of files. Null before, and while there are problems. */
    private static volatile @Nullable Trust ofThisMachine;

    private final Proxies proxies;
    private final @Nullable X509TrustManager trust;

    private Connections(Proxies proxies, @Nullable X509TrustManager trust) {
        this.proxies = proxies;
        this.trust = trust;
    }

    /** @param manager null for that of the JVM */
    private record Trust(@Nullable X509TrustManager manager) {}

    /**
     * As this machine is set up; files of authorities are read once.
     *
     * @throws ConfigException if a proxy's URL or a file of authorities is wrong, naming all that is
     */
    public static Connections ofThisMachine() {
        Trust known = ofThisMachine;
        if (known == null) {
            Connections connections = of(System.getenv(), System::getProperty);
            ofThisMachine = new Trust(connections.trust);
            return connections;
        }
        Proxies proxies = Proxies.ofThisMachine();
        return of(proxies, proxies.problems(), known);
    }

    /**
     * The same for an environment.
     *
     * @param properties of the JVM; null for one that is not set
     * @throws ConfigException if a proxy's URL or a file of authorities is wrong, naming all that is
     */
    public static Connections of(Map<String, String> environment, Function<String, @Nullable String> properties) {
        return of(environment, properties, javas());
    }

    private static ProxySelector javas() {
        return Objects.requireNonNullElse(ProxySelector.getDefault(), ProxySelector.of(null));
    }

    static Connections of(
            Map<String, String> environment, Function<String, @Nullable String> properties, ProxySelector java) {
        Proxies proxies = new Proxies(environment, properties, java);
        Authorities authorities = new Authorities(environment);
        List<String> problems = new ArrayList<>(proxies.problems());
        problems.addAll(authorities.problems());
        try {
            return of(proxies, problems, new Trust(problems.isEmpty() ? authorities.trust() : null));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JVM cannot trust other certificate authorities", e);
        }
    }

    private static Connections of(Proxies proxies, List<String> problems, Trust trust) {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        logger.log(System.Logger.Level.DEBUG, "calls to the cloud: {0}", proxies);
        return new Connections(proxies, trust.manager());
    }

    /** A client to be built from, with a pool of connections of its own. */
    public OkHttpClient.Builder client() {
        OkHttpClient.Builder client =
                new OkHttpClient.Builder().proxySelector(proxies).proxyAuthenticator(proxies);
        if (trust != null) {
            client.sslSocketFactory(context(trust).getSocketFactory(), trust);
        }
        return client;
    }

    private static SSLContext context(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no TLS", e);
        }
    }
}
