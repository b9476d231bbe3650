package dev.stampede.output.cloud.api;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Certificate authorities that are trusted besides those of the JVM ({@code javax.net.ssl.trustStore}): the file {@code
 * SSL_CERT_FILE} and the files in the folders {@code SSL_CERT_DIR}. (Go: {@code crypto/x509/root_unix.go}, where they take
 * the place of the others.)
 */
final class Authorities {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final List<Certificate> certificates = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Reads them; what is wrong is kept in {@link #problems}. */
    Authorities(Map<String, String> environment) {
        String file = environment.getOrDefault("SSL_CERT_FILE", "");
        if (!file.isEmpty()) {
            try {
                List<Certificate> read = read(Path.of(file));
                if (read.isEmpty()) {
                    problem("there is no certificate in it", file, "SSL_CERT_FILE");
                }
                certificates.addAll(read);
            } catch (IOException | InvalidPathException | CertificateException e) {
                problem(reason(e), file, "SSL_CERT_FILE");
            }
        }
        for (String folder : environment.getOrDefault("SSL_CERT_DIR", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                readFolder(folder);
            }
        }
    }

    private void readFolder(String folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    try {
                        certificates.addAll(read(file));
                    } catch (IOException | CertificateException e) {
                        // something else may lie there too
                    }
                }
            }
        } catch (IOException | InvalidPathException e) {
            problem(reason(e), folder, "SSL_CERT_DIR");
        }
    }

    private static List<Certificate> read(Path file) throws IOException, CertificateException {
        byte[] bytes = Files.readAllBytes(file);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> read = new ArrayList<>();
        Matcher pem = PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (pem.find()) {
            read.add(factory.generateCertificate(
                    new ByteArrayInputStream(pem.group().getBytes(StandardCharsets.ISO_8859_1))));
        }
        return read;
    }

    private static String reason(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such file or folder";
            case CertificateException malformed -> "a certificate in it cannot be read";
            default -> e.toString();
        };
    }

    private void problem(String why, String path, String variable) {
        problems.add("certificate authorities cannot be read from '" + path + "': " + why
                + ". It is from environment variable " + variable
                + ". Make it PEM files, or remove the variable to trust only the authorities of the JVM.");
    }

    List<String> problems() {
        return problems;
    }

    /** Trusts the JVM's authorities and these; null when there are no others. */
    @Nullable
    X509TrustManager trust() throws GeneralSecurityException, IOException {
        if (certificates.isEmpty()) {
            return null;
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        for (X509Certificate ofTheJvm : trust(null).getAcceptedIssuers()) {
            all.setCertificateEntry("jvm-" + all.size(), ofTheJvm);
        }
        for (Certificate one : certificates) {
            all.setCertificateEntry("own-" + all.size(), one);
        }
        return trust(all);
    }

    private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JVM has no X.509 trust manager");
    }
}
