package dev.stampede.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads private keys in PEM. Those of PKCS#1 and SEC 1 are wrapped as PKCS#8, which is all that Java takes. (k6: {@code
 * lib/options.go}, with Go's {@code crypto/tls} and {@code x509.DecryptPEMBlock}.)
 */
final class PemKey {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----\\s*((?:[A-Za-z-]+:[^\\n]*\\n)*)([A-Za-z0-9+/=\\s]*)-----END");
    private static final Pattern ENCRYPTION = Pattern.compile("DEK-Info:\\s*([A-Z0-9-]+),([0-9A-Fa-f]+)");
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private PemKey() {}

    /**
     * The key.
     *
     * @param password empty for none
     * @throws IllegalArgumentException if it cannot be read
     */
    static PrivateKey read(String pem, String password) {
        Matcher block = BLOCK.matcher(pem.replace("\r", ""));
        if (!block.find()) {
            throw new IllegalArgumentException(
                    password.isEmpty() ? "tls: failed to find any PEM data in key input" : "failed to decode PEM key");
        }
        String type = block.group(1);
        if (type.equals("ENCRYPTED PRIVATE KEY")) {
            throw new IllegalArgumentException("encrypted pkcs8 formatted key is not supported");
        }
        try {
            byte[] key = Base64.getMimeDecoder().decode(block.group(3));
            String headers = block.group(2);
            if (headers.contains("DEK-Info")) {
                key = decrypted(key, headers, password);
            }
            return switch (type) {
                case "RSA PRIVATE KEY" -> pkcs8("RSA", RSA, key);
                case "EC PRIVATE KEY" -> pkcs8("EC", Der.join(EC, Der.curve(key)), key);
                default -> anyOf(key);
            };
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw e instanceof IllegalArgumentException known && isOurs(known)
                    ? known
                    : new IllegalArgumentException("tls: failed to parse private key", e);
        }
    }

    private static boolean isOurs(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).startsWith("x509: ");
    }

    private static PrivateKey pkcs8(String algorithm, byte[] identifier, byte[] key) throws GeneralSecurityException {
        byte[] version = {2, 1, 0};
        byte[] wrapped = Der.of(0x30, Der.join(version, Der.of(0x30, identifier), Der.of(0x04, key)));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(wrapped));
    }

    private static PrivateKey anyOf(byte[] pkcs8) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new GeneralSecurityException("of no known kind", last);
    }

    /** As OpenSSL encrypts keys with headers: the password, hashed with MD5, is the key. */
    private static byte[] decrypted(byte[] data, String headers, String password) throws GeneralSecurityException {
        Matcher info = ENCRYPTION.matcher(headers);
        if (!info.find()) {
            throw new IllegalArgumentException("x509: malformed DEK-Info header");
        }
        if (password.isEmpty()) {
            throw new IllegalArgumentException("x509: the key is encrypted, but there is no password");
        }
        byte[] iv = HexFormat.of().parseHex(info.group(2));
        String name = info.group(1);
        int length = switch (name) {
            case "DES-CBC" -> 8;
            case "DES-EDE3-CBC", "AES-192-CBC" -> 24;
            case "AES-128-CBC" -> 16;
            case "AES-256-CBC" -> 32;
            default -> throw new IllegalArgumentException("x509: unknown encryption mode");
        };
        String cipher = name.startsWith("AES") ? "AES" : name.startsWith("DES-EDE3") ? "DESede" : "DES";
        Cipher reading = Cipher.getInstance(cipher + "/CBC/PKCS5Padding");
        reading.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(hashed(password, Arrays.copyOf(iv, 8), length), cipher),
                new IvParameterSpec(iv));
        try {
            return reading.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("x509: decryption password incorrect", e);
        }
    }

    private static byte[] hashed(String password, byte[] salt, int length) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] hashed = new byte[0];
        byte[] last = new byte[0];
        while (hashed.length < length) {
            md5.update(last);
            md5.update(password.getBytes(StandardCharsets.UTF_8));
            last = md5.digest(salt);
            hashed = Der.join(hashed, last);
        }
        return Arrays.copyOf(hashed, length);
    }
}
