package dev.stampede.output.cloud.config;

import java.util.Locale;
import okhttp3.HttpUrl;

/** What the URLs among the settings have to be like. */
final class Urls {
    private Urls() {}

    static void check(CloudConfig config, Findings findings) {
        base(config, findings, CloudSetting.HOST, "the host", "https://ingest.k6.io or http://localhost:8080");
        base(config, findings, CloudSetting.HOST_V6, "the API host", "https://api.k6.io or http://localhost:8080");
        base(config, findings, CloudSetting.WEB_APP_URL, "the base of the runs' pages", "https://app.k6.io");
        http(config, findings, CloudSetting.TEST_RUN_DETAILS, "the run's page", "https://app.k6.io/runs/1");
        http(config, findings, CloudSetting.STACK_URL, "the stack's URL", "https://my-team.grafana.net");
        http(
                config,
                findings,
                CloudSetting.METRICS_PUSH_URL,
                "the URL for metrics",
                "https://ingest.k6.io/v2/metrics/1");
        http(config, findings, CloudSetting.LOGS_PUSH_URL, "the URL for logs", "https://cloudlogs.k6.io/api/v1/push");
        http(config, findings, CloudSetting.SECRETS_ENDPOINT, "the URL of secrets", "https://api.k6.io/secrets/{key}");
        config.text(CloudSetting.LOGS_TAIL_URL).ifPresent(url -> {
            if (HttpUrl.parse(url.replaceFirst("(?i)^ws(s?)://", "http$1://")) == null) {
                findings.add(
                        CloudSetting.LOGS_TAIL_URL,
                        "the URL to read logs from must be a ws or wss URL but is '" + findings.shown(url) + "'",
                        Findings.suchAs(CloudSetting.LOGS_TAIL_URL));
            }
        });
        config.text(CloudSetting.TRACES_HOST).ifPresent(host -> {
            if (!isHostAndPort(host)) {
                findings.add(
                        CloudSetting.TRACES_HOST,
                        "the host for traces must be a host and a port but is '" + findings.shown(host) + "'",
                        "Use such as localhost:4317.");
            }
        });
    }

    /** Paths are added to it, so it has neither query nor fragment. */
    private static void base(CloudConfig config, Findings findings, CloudSetting setting, String what, String example) {
        config.text(setting).ifPresent(text -> {
            HttpUrl url = HttpUrl.parse(text);
            if (url == null || url.query() != null || url.fragment() != null) {
                findings.add(
                        setting,
                        what + " must be an http or https URL but is '" + findings.shown(text) + "'",
                        "Use such as " + example + ".");
            }
        });
    }

    private static void http(CloudConfig config, Findings findings, CloudSetting setting, String what, String example) {
        config.text(setting).ifPresent(text -> {
            if (HttpUrl.parse(text) == null) {
                findings.add(
                        setting,
                        what + " must be an http or https URL but is '" + findings.shown(text) + "'",
                        "Use such as " + example + ".");
            }
        });
    }

    private static boolean isHostAndPort(String text) {
        HttpUrl url = HttpUrl.parse("https://" + text);
        return url != null && !text.contains("/") && !text.contains("@") && !text.contains("?") && !text.contains("#");
    }

    /** Whether a URL's host is this machine: 127/8, ::1 or localhost. */
    static boolean isLoopback(String url) {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            return false;
        }
        String host = parsed.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
