package dev.stampede.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;
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
 * @param hosts addresses of hosts that are not looked up: by name, or by pattern such as {@code *.example.com}, in lower
 *     case
 * @param batch how many requests of a batch may be under way at once
 * @param batchPerHost how many of them to one host and port; zero means any number
 * @param discardResponseBodies whether bodies are read and dropped unless a call says otherwise
 * @param throwOnError whether a request without a response throws unless its call says otherwise
 * @param noCookiesReset whether virtual users keep their cookies from one iteration to the next
 * @param debug whether every request and response is logged in full
 */
public record HttpOptions(
        String userAgent,
        int maxRedirects,
        Duration timeout,
        @Nullable IntPredicate expectStatus,
        @Nullable Tls tls,
        boolean insecureSkipTlsVerify,
        Map<String, InetAddress> hosts,
        int batch,
        int batchPerHost,
        boolean discardResponseBodies,
        boolean throwOnError,
        boolean noCookiesReset,
        boolean debug) {

    /** What every option is unless changed. */
    public static final HttpOptions DEFAULTS = builder().build();

    public HttpOptions {
        requireNonNull(userAgent, "userAgent");
        requireNonNull(timeout, "timeout");
        hosts = Map.copyOf(hosts);
        if (maxRedirects < 0) {
            throw new IllegalArgumentException("maxRedirects must not be negative but was " + maxRedirects);
        }
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
                .batch(batch)
                .batchPerHost(batchPerHost)
                .discardResponseBodies(discardResponseBodies)
                .throwOnError(throwOnError)
                .noCookiesReset(noCookiesReset)
                .debug(debug);
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
        private Map<String, InetAddress> hosts = Map.of();
        private int batch = 20;
        private int batchPerHost = 6;
        private boolean discardResponseBodies;
        private boolean throwOnError;
        private boolean noCookiesReset;
        private boolean debug;

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
         * longest that fits counts. In lower case. Default none. (k6: {@code hosts}.)
         */
        public Builder hosts(Map<String, InetAddress> value) {
            hosts = value;
            return this;
        }

        /** How many requests of a batch may be under way at once, at least 1. Default 20. (k6: {@code batch}.) */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /**
         * How many requests of a batch may be under way at once to one host and port. Default 6; zero means any number.
         * (k6: {@code batchPerHost}.)
         */
        public Builder batchPerHost(int value) {
            batchPerHost = value;
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

        /**
         * Whether a request without a response throws {@link dev.stampede.RequestFailedException} unless its call says
         * otherwise. Default false. (k6: {@code throw}.)
         */
        public Builder throwOnError(boolean value) {
            throwOnError = value;
            return this;
        }

        /** Whether virtual users keep their cookies from one iteration to the next. Default false. (k6: {@code noCookiesReset}.) */
        public Builder noCookiesReset(boolean value) {
            noCookiesReset = value;
            return this;
        }

        /**
         * Whether every request and response is logged, with headers and body, at INFO. Default false. What authorises
         * (Authorization, Cookie and the like) is masked. (k6: {@code httpDebug}.)
         */
        public Builder debug(boolean value) {
            debug = value;
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
                    batch,
                    batchPerHost,
                    discardResponseBodies,
                    throwOnError,
                    noCookiesReset,
                    debug);
        }
    }
}
