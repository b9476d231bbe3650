package dev.stampede.http;

/**
 * A library that only some requests need, and that is on the class path only of who added it. What uses it is in a class of
 * its own that is not loaded before the library was asked for here.
 */
enum Library {
    BROTLI("com.aayushatharva.brotli4j.Brotli4jLoader", "com.aayushatharva.brotli4j:brotli4j"),
    ZSTD("com.github.luben.zstd.Zstd", "com.github.luben:zstd-jni"),
    JCIFS("jcifs.ntlmssp.Type1Message", "eu.agno3.jcifs:jcifs-ng"),
    JSOUP("org.jsoup.Jsoup", "org.jsoup:jsoup");

    private final String coordinates;
    private final boolean present;

    Library(String type, String coordinates) {
        this.coordinates = coordinates;
        this.present = isThere(type);
    }

    private static boolean isThere(String type) {
        try {
            return Class.forName(type, false, Library.class.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    boolean isMissing() {
        return !present;
    }

    /** {@code <what> needs the library <group:artifact>}, and what to do. */
    String needed(String what) {
        return what + " needs the library " + coordinates + "; add it to the class path";
    }

    /**
     * Makes sure that it is there.
     *
     * @throws IllegalStateException if it is not
     */
    void require(String what) {
        if (!present) {
            throw new IllegalStateException(needed(what));
        }
    }
}
