package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as OpenSSL writes them (src/test/resources/tls; made for this test, of no other use). */
class ClientCertificateTest {
    private static String file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ClientCertificateTest.class.getResourceAsStream("/tls/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa-pkcs1.key, ''",
        "rsa.crt, rsa-pkcs8.key, ''",
        "rsa.crt, rsa-aes256.key, secret",
        "rsa.crt, rsa-des3.key, secret",
        "ec.crt, ec-sec1.key, ''",
        "ed25519.crt, ed25519-pkcs8.key, ''"
    })
    void keys_areReadInAllTheirForms(String certificate, String key, String password) throws IOException {
        ClientCertificate read = ClientCertificate.parse(file(certificate), file(key), password, List.of("a.test"));

        assertThat(read.chain()).hasSize(1);
        assertThat(read.domains()).containsExactly("a.test");
        assertThat(read).hasToString("CN=shopper");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa-encrypted-pkcs8.key, secret, encrypted pkcs8 formatted key is not supported",
        "rsa.crt, rsa-aes256.key, wrong, x509: decryption password incorrect",
        "rsa.crt, rsa-aes256.key, '', 'x509: the key is encrypted, but there is no password'",
        "rsa.crt, ec-sec1.key, '', tls: private key does not match public key",
        "rsa.crt, rsa.crt, '', tls: failed to find any PEM data in key input",
        "rsa.crt, rsa.crt, secret, failed to decode PEM key",
        "rsa-pkcs8.key, rsa-pkcs8.key, '', tls: failed to find any PEM data in certificate input"
    })
    void whatCannotBeRead_isSaidWithoutTheKey(String certificate, String key, String password, String text) {
        assertThatThrownBy(() -> ClientCertificate.parse(file(certificate), file(key), password, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text);
    }

    @Test
    void brokenKey_isNotParsed() throws IOException {
        String broken = file("rsa-pkcs1.key").replaceFirst("MII", "AII");
        assertThatThrownBy(() -> ClientCertificate.parse(file("rsa.crt"), broken, "", List.of()))
                .hasMessage("tls: failed to parse private key");
    }
}
