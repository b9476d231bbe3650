package dev.stampede.output.cloud.metrics;

/** Reads Snappy's block format, strictly: what is out of order throws. */
public final class Unsnappy {
    private Unsnappy() {}

    public static byte[] decompress(byte[] in) {
        int at = 0;
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in[at++];
            length |= (b & 0x7f) << shift;
            if (b >= 0) {
                break;
            }
        }
        byte[] out = new byte[length];
        int size = 0;
        while (at < in.length) {
            int tag = in[at++] & 0xff;
            int n = tag >>> 2;
            if ((tag & 3) == 0) {
                if (n >= 60) {
                    int bytes = n - 59;
                    n = little(in, at, bytes);
                    at += bytes;
                }
                System.arraycopy(in, at, out, size, n + 1);
                at += n + 1;
                size += n + 1;
                continue;
            }
            int distance;
            if ((tag & 3) == 1) {
                n = ((tag >>> 2) & 7) + 4;
                distance = ((tag >>> 5) << 8) | (in[at++] & 0xff);
            } else {
                int bytes = (tag & 3) == 2 ? 2 : 4;
                n++;
                distance = little(in, at, bytes);
                at += bytes;
            }
            if (distance <= 0 || distance > size) {
                throw new IllegalArgumentException("copy from " + distance + " back at " + size);
            }
            for (int i = 0; i < n; i++, size++) {
                out[size] = out[size - distance];
            }
        }
        if (size != length) {
            throw new IllegalArgumentException(size + " bytes where " + length + " were promised");
        }
        return out;
    }

    private static int little(byte[] in, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (in[at + i] & 0xff);
        }
        return value;
    }
}
