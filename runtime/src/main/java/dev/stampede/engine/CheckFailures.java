package dev.stampede.engine;

import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The first failure of each check, in words. Thread-safe. Any later failure of a check takes two look-ups: it allocates
 * nothing and waits for nobody.
 */
public final class CheckFailures {
    /** A test that names its checks anew each time must not fill memory. */
    private static final int MOST = 200;

    private static final int LONGEST_MESSAGE = 500;

    /** By group and name, as their samples have them. */
    private final Map<String, Map<String, String>> details = new ConcurrentHashMap<>();

    private final AtomicInteger room = new AtomicInteger(MOST);

    private volatile Listener listener = (vu, group, check, detail) -> {};

    /** Is told of the first failure of each check, on the virtual user's thread. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A check failed for the first time.
         *
         * @param group path of its group, empty outside of groups
         * @param detail as {@link CheckFailures#detail} has it
         */
        void failed(VuSession vu, String group, String check, String detail);
    }

    /** None yet. */
    CheckFailures() {}

    /** Tells the listener from now on. */
    public void onFirst(Listener told) {
        listener = told;
    }

    /**
     * What the first failure of a check said, if anything, and on a line of its own the call before it and where it was;
     * empty when that was not kept.
     *
     * @param group path of its group, empty outside of groups
     */
    public String detail(String group, String check) {
        Map<String, String> ofGroup = details.get(group);
        return ofGroup == null ? "" : ofGroup.getOrDefault(check, "");
    }

    /**
     * A check failed.
     *
     * @param tags of its sample
     * @param thrown what its assertion threw; null if it has none
     */
    void add(VuSession vu, TagSet tags, @Nullable Throwable thrown) {
        String check = tags.get(SystemTag.CHECK.key());
        if (check == null) {
            return; // the tag is left out: checks are not told apart at all
        }
        String tag = tags.get(SystemTag.GROUP.key());
        String group = tag == null ? "" : tag;
        Map<String, String> ofGroup = details.get(group);
        if ((ofGroup == null || !ofGroup.containsKey(check)) && room.get() > 0) {
            addFirst(group, check, vu, thrown);
        }
    }

    private void addFirst(String group, String check, VuSession vu, @Nullable Throwable thrown) {
        MetricRegistry registry = vu.samples().registry();
        String detail =
                (thrown == null ? "" : message(thrown, registry::redacted) + "\n") + occurrence(vu, registry::redacted);
        if (room.getAndDecrement() <= 0) {
            room.incrementAndGet();
        } else if (details.computeIfAbsent(group, g -> new ConcurrentHashMap<>())
                        .putIfAbsent(check, detail)
                != null) {
            room.incrementAndGet(); // somebody was faster
        } else {
            listener.failed(vu, group, check, detail);
        }
    }

    /** Only the text: the exception and all that it refers to can go. */
    private static String message(Throwable thrown, UnaryOperator<String> redaction) {
        String message = thrown instanceof AssertionError ? ErrorLog.message(thrown) : ErrorLog.text(thrown);
        return message == null || message.isBlank()
                ? ErrorLog.fingerprint(thrown)
                : OneLine.of(redaction.apply(message), LONGEST_MESSAGE);
    }

    private static String occurrence(VuSession vu, UnaryOperator<String> redaction) {
        String call = vu.samples().ofThread().lastCall().describe(redaction);
        return (call.isEmpty() ? "" : call + "; ") + "first in " + vu.whereabouts();
    }
}
