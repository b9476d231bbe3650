package dev.stampede;

/** A secret cannot be had. The message names it and says where it was looked for; it holds no value. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One secret. */
    public SecretException(String message) {
        super(message);
    }
}
