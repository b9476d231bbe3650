package dev.stampede.results.cloud;

import dev.stampede.results.runs.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives out tokens of runs and signatures of upload URLs. Both come of a key that no file has and that ends with the process; tokens that
 * were given out stay good, as runs keep their hashes. Thread-safe.
 */
final class Issuer {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Issuer() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    /** The token of a run that was just opened: the same for the same request, so that a repeated one gets the same answer. */
    String token(Run run, String idempotencyKey) throws IOException {
        String token = signed("token\n" + run.id() + "\n" + idempotencyKey);
        if (!run.isToken(token)) {
            run.trust(token);
        }
        return token;
    }

    /** What lets one upload the archive of a run. */
    String signature(String run, long size) {
        return signed("archive\n" + run + "\n" + size);
    }

    /** Whether a signature is this one, told in the same time whatever it is. */
    boolean isSignature(String given, String run, long size) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), signature(run, size).getBytes(StandardCharsets.UTF_8));
    }

    private String signed(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
