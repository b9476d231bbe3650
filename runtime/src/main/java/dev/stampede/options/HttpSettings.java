package dev.stampede.options;

import dev.stampede.http.ClientCertificate;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.TlsOptions;
import java.util.List;
import java.util.Locale;

/** Tells HTTP options what was given. */
final class HttpSettings {
    private HttpSettings() {}

    /** The options, with all that was given in place of what they say. */
    static HttpOptions over(HttpOptions base, Options options) {
        HttpOptions.Builder http = base.toBuilder();
        options.with(Setting.USER_AGENT, http::userAgent);
        options.with(Setting.MAX_REDIRECTS, http::maxRedirects);
        options.with(Setting.THROW, http::throwOnError);
        options.with(Setting.DISCARD_RESPONSE_BODIES, http::discardResponseBodies);
        options.with(Setting.NO_COOKIES_RESET, http::noCookiesReset);
        options.with(Setting.BATCH, http::batch);
        options.with(Setting.BATCH_PER_HOST, http::batchPerHost);
        options.with(Setting.RPS, http::rps);
        options.with(Setting.HTTP_DEBUG, debug -> http.debug(HttpDebug.valueOf(debug.toUpperCase(Locale.ROOT))));
        options.with(Setting.NO_CONNECTION_REUSE, http::noConnectionReuse);
        options.with(Setting.NO_VU_CONNECTION_REUSE, http::noVuConnectionReuse);
        options.with(Setting.HTTP2, http::http2);
        options.with(Setting.LOCAL_IPS, http::localIps);
        options.with(Setting.DNS, http::dns);
        options.with(Setting.HOSTS, http::hosts);
        options.with(Setting.BLOCK_HOSTNAMES, http::blockHostnames);
        options.with(Setting.BLACKLIST_IPS, http::blacklistIps);
        options.with(Setting.INSECURE_SKIP_TLS_VERIFY, http::insecureSkipTlsVerify);
        return http.handshake(handshake(base.handshake(), options)).build();
    }

    private static TlsOptions handshake(TlsOptions base, Options options) {
        Given<TlsOptions.Versions> versions = options.get(Setting.TLS_VERSION);
        Given<List<String>> suites = options.get(Setting.TLS_CIPHER_SUITES);
        Given<List<ClientCertificate>> certificates = options.get(Setting.TLS_AUTH);
        return new TlsOptions(
                versions == null ? base.versions() : versions.value(),
                suites == null ? base.cipherSuites() : suites.value(),
                certificates == null ? base.certificates() : certificates.value());
    }
}
