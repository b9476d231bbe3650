package dev.stampede.http.okhttp;

import dev.stampede.http.ClientCertificate;
import dev.stampede.http.HostPatterns;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what to show to a server that asks who the client is: of the certificates for its host, and then of those for any
 * host, the first that one of the authorities it named vouches for. Java's own managers judge that, one for each
 * certificate. (k6: {@code tlsAuth}.) Immutable.
 */
final class ClientKeys extends X509ExtendedKeyManager {
    private static final char[] NO_PASSWORD = {};

    private final List<Entry> entries = new ArrayList<>();

    ClientKeys(List<ClientCertificate> certificates) throws GeneralSecurityException {
        for (ClientCertificate certificate : certificates) {
            entries.add(new Entry(
                    manager(certificate),
                    new HostPatterns<>(certificate.domains().stream()
                            .distinct()
                            .collect(Collectors.toMap(domain -> domain, domain -> true)))));
        }
    }

    private record Entry(X509ExtendedKeyManager manager, HostPatterns<Boolean> domains) {}

    private static X509ExtendedKeyManager manager(ClientCertificate certificate) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "it", certificate.key(), NO_PASSWORD, certificate.chain().toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, NO_PASSWORD);
            return Arrays.stream(factory.getKeyManagers())
                    .map(X509ExtendedKeyManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new GeneralSecurityException("the key is of no use"));
        } catch (IOException e) {
            throw new GeneralSecurityException(e); // an empty store is read from nowhere
        }
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        SSLSession session = socket instanceof SSLSocket ssl ? ssl.getHandshakeSession() : null;
        String host = session == null ? null : session.getPeerHost();
        String named = host == null ? null : choose(keyTypes, issuers, socket, host);
        return named != null ? named : choose(keyTypes, issuers, socket, null);
    }

    /** @param host of certificates for it; null for those for any */
    private @Nullable String choose(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket, @Nullable String host) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean candidate = host == null ? entry.domains.isEmpty() : entry.domains.match(host) != null;
            String alias = candidate ? entry.manager.chooseClientAlias(keyTypes, issuers, socket) : null;
            if (alias != null) {
                return i + "|" + alias;
            }
        }
        return null;
    }

    private X509ExtendedKeyManager manager(String alias) {
        return entries.get(Integer.parseInt(alias.substring(0, alias.indexOf('|')))).manager;
    }

    private static String own(String alias) {
        return alias.substring(alias.indexOf('|') + 1);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return manager(alias).getCertificateChain(own(alias));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return manager(alias).getPrivateKey(own(alias));
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null; // asked for by nobody who chooses by the methods above
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
