package dev.stampede.engine;

/** Passes on a checked exception where the signature, which users see, does not name it. */
final class Sneaky {
    private Sneaky() {}

    static RuntimeException rethrow(Throwable thrown) {
        return Sneaky.<RuntimeException>as(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException as(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
