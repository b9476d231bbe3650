package dev.stampede.feed;

/** What happens when a virtual user needs a row and there is none left. */
public enum WhenDry {
    /** The scenario ends as if its time were over; iterations that were planned are counted as dropped. */
    END_SCENARIO,

    /** The run ends, and fails. */
    FAIL
}
