package dev.stampede;

import java.util.Map;

/**
 * A metric of the test's own, got from {@link Vu#counter}, {@link Vu#gauge}, {@link Vu#rate} or {@link Vu#trend}.
 *
 * <p>A value that is not a number is not recorded; it is warned about once.
 */
public interface CustomMetric {

    /** Records one sample with the tags the virtual user has now. */
    void add(double value);

    /** Records one sample with these tags on top. */
    void add(double value, Map<String, String> tags);

    /** Records 1 for true and 0 for false. */
    default void add(boolean value) {
        add(value ? 1 : 0);
    }
}
