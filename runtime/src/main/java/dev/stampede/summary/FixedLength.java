package dev.stampede.summary;

import java.time.Duration;
import java.util.Locale;

/** Times and numbers as wide as their largest, so that lines below each other stay aligned. (k6: {@code ui/pb/helpers.go}.) */
final class FixedLength {
    private static final long TENTHS_OF_DAY = 864_000;

    private FixedLength() {}

    /** To a tenth of a second, with the units that the longest one needs: {@code 05.0s} of a minute, {@code 1m05.0s} of five. */
    static String time(Duration time, Duration longest) {
        long tenths = tenths(time);
        long most = Math.max(tenths(longest), tenths);
        long seconds = tenths / 10;
        String s = seconds % 60 + "." + tenths % 10 + "s";
        String paddedS = String.format(Locale.ROOT, "%02d.%ds", seconds % 60, tenths % 10);
        long m = seconds / 60 % 60;
        long h = seconds / 3600 % 24;
        if (most < 100) {
            return s;
        }
        if (most < 600) {
            return paddedS;
        }
        if (most < 6_000) {
            return m + "m" + paddedS;
        }
        String minutes = String.format(Locale.ROOT, "%02dm%s", m, paddedS);
        if (most < 36_000) {
            return minutes;
        }
        if (most < 360_000) {
            return h + "h" + minutes;
        }
        String hours = String.format(Locale.ROOT, "%02dh%s", h, minutes);
        return most < TENTHS_OF_DAY ? hours : number(tenths / TENTHS_OF_DAY, most / TENTHS_OF_DAY) + "d" + hours;
    }

    private static long tenths(Duration time) {
        return (time.abs().toMillis() + 50) / 100;
    }

    /** With zeros in front, as many digits as the largest one has. */
    static String number(long value, long largest) {
        String digits = Long.toString(value);
        int width = Long.toString(Math.max(largest, 0)).length();
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
