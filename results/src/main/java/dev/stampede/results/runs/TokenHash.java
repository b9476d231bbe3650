package dev.stampede.results.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How tokens of runs are kept: whoever reads a run's folder cannot push to it. */
final class TokenHash {
    private TokenHash() {}

    /** SHA-256 in hex digits. */
    static String of(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether it is the hash of a token, told in the same time whatever the token is. */
    static boolean isOf(String hash, String token) {
        return !hash.isEmpty()
                && !token.isEmpty()
                && MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII), of(token).getBytes(StandardCharsets.US_ASCII));
    }
}
