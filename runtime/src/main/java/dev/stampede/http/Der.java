package dev.stampede.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of ASN.1's binary form as it takes to wrap a key. */
final class Der {
    private Der() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** An element: tag, length, content. */
    static byte[] of(int tag, byte[] content) {
        int n = content.length;
        byte[] head = n < 0x80
                ? new byte[] {(byte) tag, (byte) n}
                : n < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        return join(head, content);
    }

    /** The curve that an EC key of SEC 1 names behind its version and its number. */
    static byte[] curve(byte[] key) {
        int at = content(key, 0);
        at = end(key, at); // version
        at = end(key, at); // number
        if ((key[at] & 0xff) != 0xa0) {
            throw new IllegalArgumentException("the key names no curve");
        }
        return Arrays.copyOfRange(key, content(key, at), end(key, at));
    }

    private static int content(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        return element + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int end(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        int content = content(der, element);
        int length = first < 0x80 ? first : 0;
        for (int i = element + 2; first >= 0x80 && i < content; i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return content + length;
    }
}
