package dev.stampede.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cipher suites that k6 knows, up to TLS 1.2. (k6: {@code lib/consts.go}, from Go's {@code crypto/tls}.) */
public final class CipherSuites {
    private static final Map<Integer, String> BY_ID = new LinkedHashMap<>();

    static {
        BY_ID.put(0x0005, "TLS_RSA_WITH_RC4_128_SHA");
        BY_ID.put(0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
        BY_ID.put(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA");
        BY_ID.put(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA");
        BY_ID.put(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256");
        BY_ID.put(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256");
        BY_ID.put(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384");
        BY_ID.put(0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA");
        BY_ID.put(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
        BY_ID.put(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
        BY_ID.put(0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA");
        BY_ID.put(0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA");
        BY_ID.put(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
        BY_ID.put(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
        BY_ID.put(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
        BY_ID.put(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
        BY_ID.put(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        BY_ID.put(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        BY_ID.put(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        BY_ID.put(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        BY_ID.put(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        BY_ID.put(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
    }

    private CipherSuites() {}

    /**
     * The suites of these names, or of these numbers, which is how k6 has them in a variable.
     *
     * @throws IllegalArgumentException naming all that are not known
     */
    public static List<String> parse(List<String> texts) {
        List<String> unknown = texts.stream().filter(text -> !isKnown(text)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown cipher suite: " + String.join(", ", unknown));
        }
        return texts.stream()
                .map(text -> text.matches("[0-9]+") ? BY_ID.getOrDefault(Integer.valueOf(text), text) : text)
                .toList();
    }

    private static boolean isKnown(String text) {
        return text.matches("[0-9]{1,5}") ? BY_ID.containsKey(Integer.valueOf(text)) : BY_ID.containsValue(text);
    }
}
