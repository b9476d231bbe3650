package dev.stampede.results.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which runs are kept. What is too much goes, the oldest first; a run that goes on never does, nor the newest. Runs without any metrics
 * make no room for themselves: they go before any that has some, and are kept only where there is room left. Immutable.
 *
 * @param runs most runs; 0 for as many as there are
 * @param age longest time since the last metrics of a run came; zero for ever
 * @param bytes most bytes of all runs; 0 for as many as there are
 */
public record Retention(int runs, Duration age, long bytes) {
    /** All of them. */
    public static final Retention ALL = new Retention(0, Duration.ZERO, 0);

    /** The newest 200. */
    public static final Retention DEFAULT = new Retention(200, Duration.ZERO, 0);

    public Retention {
        if (runs < 0 || bytes < 0 || age.isNegative()) {
            throw new IllegalArgumentException("of runs, no fewer than none can be kept");
        }
    }

    /**
     * A run.
     *
     * @param live whether it goes on
     * @param changed when the last of its metrics came, in milliseconds since 1970-01-01T00:00Z
     * @param bytes of all its files
     * @param empty whether it has no metrics
     */
    record Kept(String id, boolean live, long changed, long bytes, boolean empty) {}

    /** A run that is to go, and why. */
    record Surplus(String id, String why) {}

    List<Surplus> surplus(List<Kept> all, long now) {
        List<Surplus> surplus = new ArrayList<>();
        int count = 0;
        long size = 0;
        Comparator<Kept> age = Comparator.comparingLong(run -> Long.parseLong(run.id));
        String newest = all.stream().max(age).map(Kept::id).orElse("");
        List<Kept> bestFirst = all.stream()
                .sorted(Comparator.comparing(Kept::empty).thenComparing(age.reversed()))
                .toList();
        for (Kept run : bestFirst) {
            boolean stays = run.live || count == 0 || run.id.equals(newest);
            String why = stays ? "" : why(run, count, size, now);
            if (why.isEmpty()) {
                count++;
                size += run.bytes;
            } else {
                surplus.add(new Surplus(run.id, why));
            }
        }
        return surplus;
    }

    private String why(Kept run, int newer, long newerBytes, long now) {
        if (runs > 0 && newer >= runs) {
            return "no more than " + runs + " are kept";
        }
        if (age.isPositive() && now - run.changed > age.toMillis()) {
            return "none is kept for longer than " + age.toDays() + " days";
        }
        if (bytes > 0 && newerBytes + run.bytes > bytes) {
            return "all together may have " + bytes + " bytes";
        }
        return "";
    }
}
