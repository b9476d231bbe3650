package dev.stampede.results.runs;

import dev.stampede.results.figures.StateReader;
import dev.stampede.results.figures.StateWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Idempotency keys of the pushes that were taken, eight bytes each: a run of a day has a million. A key of 16 hex digits, as the protocol
 * has them, is kept whole; of any other, eight bytes of its SHA-256. Confined to whoever holds the run.
 */
final class PushKeys {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}");
    private static final int SMALLEST = 16;

    /** 0 where there is none. */
    private long[] slots = new long[SMALLEST];

    private int size;
    private boolean hasZero;

    /** Whether there is this key. */
    boolean contains(String key) {
        long number = number(key);
        return number == 0 ? hasZero : slots[slot(number)] != 0;
    }

    /** Adds a key. */
    void add(String key) {
        add(number(key));
    }

    private void add(long number) {
        if (number == 0) {
            hasZero = true;
            return;
        }
        if (slots[slot(number)] == 0 && size + 1 > slots.length / 2) {
            grow();
        }
        int slot = slot(number);
        if (slots[slot] == 0) {
            slots[slot] = number;
            size++;
        }
    }

    private void grow() {
        long[] all = slots;
        slots = new long[all.length * 2];
        for (long number : all) {
            if (number != 0) {
                slots[slot(number)] = number;
            }
        }
    }

    /** Where the number is, or belongs. */
    private int slot(long number) {
        long mixed = number * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != number) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static long number(String key) {
        if (HEX.matcher(key).matches()) {
            return HexFormat.fromHexDigitsToLong(key);
        }
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    void clear() {
        slots = new long[SMALLEST];
        size = 0;
        hasZero = false;
    }

    void save(StateWriter out) throws IOException {
        out.number(hasZero ? 1 : 0);
        out.number(size);
        for (long number : slots) {
            if (number != 0) {
                out.bits(number);
            }
        }
    }

    void restore(StateReader in) throws IOException {
        clear();
        hasZero = in.number() != 0;
        int keys = in.size();
        for (int i = 0; i < keys; i++) {
            add(in.bits());
        }
    }
}
