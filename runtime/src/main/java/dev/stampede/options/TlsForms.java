package dev.stampede.options;

import dev.stampede.http.CipherSuites;
import dev.stampede.http.ClientCertificate;
import dev.stampede.http.TlsOptions.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/** Reads what concerns TLS. (k6: {@code lib/options.go}.) */
final class TlsForms {
    static final Form<Versions> VERSIONS = new Form<>(
            "a version such as tls1.2",
            text -> text.isEmpty() ? null : only(text),
            TlsForms::versions,
            versions -> "\"" + versions + "\"");

    static final Form<List<String>> CIPHER_SUITES = new Form<>(
            "IANA names, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            text -> CipherSuites.parse(Forms.list(text)),
            node -> Forms.strings(node, CipherSuites::parse),
            suites -> "\"" + String.join(",", suites) + "\"");

    /** In files only; keys are secret. */
    static final Form<List<ClientCertificate>> CERTIFICATES = new Form<>(
            "a list",
            null,
            TlsForms::certificates,
            all -> all.stream().map(ClientCertificate::toString).collect(Collectors.joining("; ", "[", "]")));

    private TlsForms() {}

    private static Versions only(String name) {
        TlsVersion version = Versions.version(name);
        return new Versions(version, version);
    }

    private static @Nullable Versions versions(JsonNode node) {
        try {
            if (node.isText()) {
                String name = node.text();
                return name == null || name.isEmpty() ? null : only(name);
            }
            JsonObject both = new JsonObject(node, List.of("min", "max"));
            String min = both.get("min", JsonNode::text, "");
            String max = both.get("max", JsonNode::text, "");
            return min.isEmpty() && max.isEmpty()
                    ? null
                    : new Versions(
                            min.isEmpty() ? TlsVersion.TLS_1_2 : Versions.version(min),
                            max.isEmpty() ? TlsVersion.TLS_1_3 : Versions.version(max));
        } catch (IllegalArgumentException e) {
            node.wrong(String.valueOf(e.getMessage()), "Use one of tls1.0, tls1.1, tls1.2, tls1.3.");
            return null;
        }
    }

    private static @Nullable List<ClientCertificate> certificates(JsonNode node) {
        List<ClientCertificate> all = new ArrayList<>();
        for (JsonNode element : node.elements()) {
            JsonObject one = new JsonObject(element, List.of("cert", "key", "password", "domains"));
            try {
                all.add(ClientCertificate.parse(
                        one.get("cert", JsonNode::text, ""),
                        one.get("key", JsonNode::text, ""),
                        one.get("password", JsonNode::text, ""),
                        one.get("domains", domains -> domains.list(JsonNode::text), List.of())));
            } catch (IllegalArgumentException e) {
                element.wrong(
                        String.valueOf(e.getMessage()),
                        "Give \"cert\" and \"key\" in PEM, with the lines that begin and end them.");
            }
        }
        return all.isEmpty() ? null : List.copyOf(all);
    }
}
