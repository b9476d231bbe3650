package dev.stampede.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How the HTTP clients of a run behave. Immutable; made by {@link #builder()}, whose methods name the defaults.
 *
 * @param userAgent value of {@code User-Agent}; none is sent when it is empty
 * @param maxRedirects how many redirects a call follows unless it says otherwise
 * @param timeout limit of a whole call, redirects and body included; zero means none
 * @param expectStatus which status codes are expected; null judges none, so that neither {@code http_req_failed} nor
 *     {@code expected_response} comes about
 * @param tls whom to trust; null for the JVM's own
 * @param insecureSkipTlsVerify whether any certificate will do, for any host; {@code tls} then counts for nothing
 * @param hosts addresses of hosts that are not looked up: by name, or by pattern such as {@code *.example.com}, each with a
 *     port behind a colon if it is for that port only; port 0 of an address stands for that of the URL
 * @param debug how much of every request and response is logged
 * @param dns how other hosts are looked up
 * @param blockHostnames names and patterns of hosts that no connection is made to
 * @param blacklistIps networks that no connection is made to
 * @param localIps addresses connections are made from; null leaves it to the system
 * @param noConnectionReuse whether each request has a connection of its own
 * @param noVuConnectionReuse whether connections are closed at the end of each iteration
 * @param http2 whether HTTP/2 is offered
 * @param handshake what TLS handshakes offer
 * @param rps how many calls all virtual users together begin in a second; 0 for any number
 * @param batch how many requests of a batch may be under way at once. Also, how many idle connections are kept
 * @param batchPerHost how many of them to one host and port; zero means any number
 * @param throwOnError whether a request without a response throws unless its call says otherwise
 * @param discardResponseBodies whether bodies are read and dropped unless a call says otherwise
 * @param noCookiesReset whether virtual users keep their cookies from one iteration to the next
 */
public record HttpOptions(
        String userAgent,
        int maxRedirects,
        Duration timeout,
        @Nullable IntPredicate expectStatus,
        @Nullable Tls tls,
        boolean insecureSkipTlsVerify,
        Map<String, InetSocketAddress> hosts,
        HttpDebug debug,
        DnsOptions dns,
        List<String> blockHostnames,
        List<AddressBlock> blacklistIps,
        @Nullable LocalIps localIps,
        boolean noConnectionReuse,
        boolean noVuConnectionReuse,
        boolean http2,
        TlsOptions handshake,
        int rps,
        int batch,
        int batchPerHost,
        boolean throwOnError,
        boolean discardResponseBodies,
        boolean noCookiesReset) {

    /** What every option is unless changed. */
    public static final HttpOptions DEFAULTS = builder().build();

    public HttpOptions {
        requireNonNull(userAgent, "userAgent");
        requireNonNull(timeout, "timeout");
        requireNonNull(debug, "debug");
        requireNonNull(dns, "dns");
        requireNonNull(handshake, "handshake");
        hosts = Map.copyOf(hosts);
        blockHostnames = List.copyOf(blockHostnames);
        blacklistIps = List.copyOf(blacklistIps);
        requireNotNegative("maxRedirects", maxRedirects);
        requireNotNegative("rps", rps);
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative but was " + timeout);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1 but was " + batch);
        }
        if (batchPerHost < 0) {
            throw new IllegalArgumentException("batchPerHost must not be negative but was " + batchPerHost);
        }
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative but was " + value);
        }
    }

    /** Options to be refined. */
    public static Builder builder() {
        return new Builder();
    }

    /** Options that begin with these, to be refined. */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .userAgent(userAgent)
                .maxRedirects(maxRedirects)
                .timeout(timeout)
                .expectStatus(expectStatus)
                .insecureSkipTlsVerify(insecureSkipTlsVerify)
                .hosts(hosts)
                .debug(debug)
                .dns(dns)
                .blockHostnames(blockHostnames)
                .blacklistIps(blacklistIps)
                .localIps(localIps)
                .noConnectionReuse(noConnectionReuse)
                .noVuConnectionReuse(noVuConnectionReuse)
                .http2(http2)
                .handshake(handshake)
                .rps(rps)
                .batch(batch)
                .batchPerHost(batchPerHost)
                .throwOnError(throwOnError)
                .discardResponseBodies(discardResponseBodies)
                .noCookiesReset(noCookiesReset);
        builder.tls = tls;
        return builder;
    }

    /**
     * How TLS connections are made.
     *
     * @param socketFactory makes the sockets
     * @param trustManager the one the factory was made with
     */
    public record Tls(SSLSocketFactory socketFactory, X509TrustManager trustManager) {}

    /** Makes {@link HttpOptions}. Not thread-safe. */
    public static final class Builder {
        private String userAgent = "Stampede/0.1.0";
        private int maxRedirects = 10;
        private Duration timeout = Duration.ofSeconds(60);
        private @Nullable IntPredicate expectStatus = status -> status >= 200 && status <= 399;
        private @Nullable Tls tls;
        private boolean insecureSkipTlsVerify;
        private Map<String, InetSocketAddress> hosts = Map.of();
        private HttpDebug debug = HttpDebug.OFF;
        private DnsOptions dns = DnsOptions.DEFAULTS;
        private List<String> blockHostnames = List.of();
        private List<AddressBlock> blacklistIps = List.of();
        private @Nullable LocalIps localIps;
        private boolean noConnectionReuse;
        private boolean noVuConnectionReuse;
        private boolean http2 = true;
        private TlsOptions handshake = TlsOptions.DEFAULTS;
        private int rps;
        private int batch = 20;
        private int batchPerHost = 6;
        private boolean throwOnError;
        private boolean discardResponseBodies;
        private boolean noCookiesReset;

        private Builder() {}

        /** Value of {@code User-Agent}. Default {@code Stampede/} and the version; empty sends none. */
        public Builder userAgent(String value) {
            userAgent = value;
            return this;
        }

        /** How many redirects a call follows, from 0. Default 10. (k6: {@code maxRedirects}.) */
        public Builder maxRedirects(int value) {
            maxRedirects = value;
            return this;
        }

        /** Limit of a whole call, redirects and body included. Default 60 s; zero means none. */
        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        /** Which status codes are expected. Default 200 to 399; null judges none. (k6: {@code setResponseCallback}.) */
        public Builder expectStatus(@Nullable IntPredicate value) {
            expectStatus = value;
            return this;
        }

        /** Whom to trust. Default the JVM's own trust store. */
        public Builder tls(SSLSocketFactory socketFactory, X509TrustManager trustManager) {
            tls = new Tls(socketFactory, trustManager);
            return this;
        }

        /** Whether any certificate will do, for any host. Default false. (k6: {@code insecureSkipTLSVerify}.) */
        public Builder insecureSkipTlsVerify(boolean value) {
            insecureSkipTlsVerify = value;
            return this;
        }

        /**
         * Addresses of hosts that are not looked up: by name, or by pattern such as {@code *.example.com}, of which the
         * longest that fits counts; {@code name:port} is for that port only and counts first. Port 0 of an address stands for
         * that of the URL. Default none. (k6: {@code hosts}.)
         */
        public Builder hosts(Map<String, InetSocketAddress> value) {
            hosts = value;
            return this;
        }

        /**
         * How much of every request and response is logged, at INFO. Default nothing. What authorises (Authorization, Cookie
         * and the like) is masked. (k6: {@code httpDebug}.)
         */
        public Builder debug(HttpDebug value) {
            debug = value;
            return this;
        }

        /** How hosts are looked up. Default {@link DnsOptions#DEFAULTS}. (k6: {@code dns}.) */
        public Builder dns(DnsOptions value) {
            dns = value;
            return this;
        }

        /** Names and patterns of hosts that no connection is made to. Default none. (k6: {@code blockHostnames}.) */
        public Builder blockHostnames(List<String> value) {
            blockHostnames = value;
            return this;
        }

        /** Networks that no connection is made to. Default none. (k6: {@code blacklistIPs}.) */
        public Builder blacklistIps(List<AddressBlock> value) {
            blacklistIps = value;
            return this;
        }

        /** Addresses connections are made from. Default null: as the system sees fit. (k6: {@code localIPs}.) */
        public Builder localIps(@Nullable LocalIps value) {
            localIps = value;
            return this;
        }

        /** Whether each request has a connection of its own. Default false. (k6: {@code noConnectionReuse}.) */
        public Builder noConnectionReuse(boolean value) {
            noConnectionReuse = value;
            return this;
        }

        /** Whether connections are closed at the end of each iteration. Default false. (k6: {@code noVUConnectionReuse}.) */
        public Builder noVuConnectionReuse(boolean value) {
            noVuConnectionReuse = value;
            return this;
        }

        /** Whether HTTP/2 is offered in TLS handshakes. Default true. (k6: {@code GODEBUG=http2client=0} turns it off.) */
        public Builder http2(boolean value) {
            http2 = value;
            return this;
        }

        /** What TLS handshakes offer. Default {@link TlsOptions#DEFAULTS}. */
        public Builder handshake(TlsOptions value) {
            handshake = value;
            return this;
        }

        /**
         * How many calls all virtual users together begin in a second, evenly spread; redirects are not counted. Default 0:
         * any number. (k6: {@code rps}.)
         */
        public Builder rps(int value) {
            rps = value;
            return this;
        }

        /** How many requests of a batch are under way at once, at least 1. Default 20. (k6: {@code batch}.) */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /** How many of them go to one host and port. Default 6; 0 for all. (k6: {@code batchPerHost}.) */
        public Builder batchPerHost(int value) {
            batchPerHost = value;
            return this;
        }

        /**
         * Whether a request without a response throws {@link dev.stampede.RequestFailedException} unless its call says
         * otherwise. Default false. (k6: {@code throw}.)
         */
        public Builder throwOnError(boolean value) {
            throwOnError = value;
            return this;
        }

        /**
         * Whether bodies are read and dropped unless a call says otherwise. Default false. (k6:
         * {@code discardResponseBodies}.)
         */
        public Builder discardResponseBodies(boolean value) {
            discardResponseBodies = value;
            return this;
        }

        /** Whether virtual users keep their cookies from one iteration to the next. Default false. (k6: {@code noCookiesReset}.) */
        public Builder noCookiesReset(boolean value) {
            noCookiesReset = value;
            return this;
        }

        /** The options. */
        public HttpOptions build() {
            return new HttpOptions(
                    userAgent,
                    maxRedirects,
                    timeout,
                    expectStatus,
                    tls,
                    insecureSkipTlsVerify,
                    hosts,
                    debug,
                    dns,
                    blockHostnames,
                    blacklistIps,
                    localIps,
                    noConnectionReuse,
                    noVuConnectionReuse,
                    http2,
                    handshake,
                    rps,
                    batch,
                    batchPerHost,
                    throwOnError,
                    discardResponseBodies,
                    noCookiesReset);
        }
    }
}
