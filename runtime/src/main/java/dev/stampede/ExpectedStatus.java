package dev.stampede;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Status codes that count as expected: single ones and ranges, such as {@code ExpectedStatus.of(404).or(200, 299)}. (k6:
 * {@code js/modules/k6/http/response_callback.go}.) Immutable.
 */
public final class ExpectedStatus implements IntPredicate {
    private final IntPredicate fits;

    private ExpectedStatus(IntPredicate fits) {
        this.fits = fits;
    }

    /**
     * Each of these codes.
     *
     * @throws IllegalArgumentException if there is none, or one is not a status code (100 to 999)
     */
    public static ExpectedStatus of(int... codes) {
        if (codes.length == 0) {
            throw new IllegalArgumentException("no arguments: name at least one status code");
        }
        for (int code : codes) {
            check(code);
        }
        int[] sorted = codes.clone();
        Arrays.sort(sorted);
        return new ExpectedStatus(status -> Arrays.binarySearch(sorted, status) >= 0);
    }

    /**
     * All codes from {@code min} to {@code max}, both included.
     *
     * @throws IllegalArgumentException if one is not a status code (100 to 999), or they are the wrong way round
     */
    public static ExpectedStatus between(int min, int max) {
        check(min);
        check(max);
        if (min > max) {
            throw new IllegalArgumentException(
                    "a range of status codes begins with the smaller: " + min + " to " + max);
        }
        return new ExpectedStatus(status -> status >= min && status <= max);
    }

    /** These, and all codes from {@code min} to {@code max}, both included. */
    public ExpectedStatus or(int min, int max) {
        ExpectedStatus range = between(min, max);
        return new ExpectedStatus(status -> fits.test(status) || range.test(status));
    }

    @Override
    public boolean test(int status) {
        return fits.test(status);
    }

    private static void check(int code) {
        if (code < 100 || code > 999) {
            throw new IllegalArgumentException("a status code has three digits, but was " + code);
        }
    }
}
