package dev.stampede.metrics;

import dev.stampede.clock.Clock;
import java.util.Set;

/**
 * A virtual user's side of the recorder: the tags its samples carry now, and whether it may still record.
 *
 * <p>Confined to the virtual user's thread, except {@link #cancel}, {@link #cancelled} and recording with tags that are given:
 * who records on another thread, such as one that reads from a socket, takes the tags before on the virtual user's. After
 * {@link #cancel} samples are dropped, as k6 drops what an interrupted iteration would still say.
 */
public final class SampleContext {
    private final MetricRegistry registry;
    private final Recorder recorder;
    private final Clock clock;
    private final Set<SystemTag> systemTags;
    private final int lane;
    private final LastCall lastCall = new LastCall();
    private TagSet tags;
    private volatile boolean cancelled;

    /**
     * A context.
     *
     * @param lane number of the virtual user
     * @param tags tags to begin with
     */
    public SampleContext(
            MetricRegistry registry, Recorder recorder, Clock clock, Set<SystemTag> systemTags, int lane, TagSet tags) {
        this.registry = registry;
        this.recorder = recorder;
        this.clock = clock;
        this.systemTags = Set.copyOf(systemTags);
        this.lane = lane;
        this.tags = tags;
    }

    /** The run's metrics. */
    public MetricRegistry registry() {
        return registry;
    }

    /** The run's time. */
    public Clock clock() {
        return clock;
    }

    /** Whether a system tag is to be set. */
    public boolean has(SystemTag tag) {
        return systemTags.contains(tag);
    }

    /** The tags set with one more system tag, if it is to be set. */
    public TagSet with(TagSet tagSet, SystemTag tag, String value) {
        return has(tag) ? tagSet.with(tag.key(), value) : tagSet;
    }

    /** Tags that samples carry now. */
    public TagSet tags() {
        return tags;
    }

    /** Changes the tags that samples carry from now on. */
    public void tags(TagSet changed) {
        tags = changed;
    }

    /** The virtual user's last call, for messages. */
    public LastCall lastCall() {
        return lastCall;
    }

    /** Records a sample now, with the present tags. */
    public void add(Metric metric, double value) {
        add(metric, tags, value, clock.epochNanos());
    }

    /** Records a sample. Any thread. */
    public void add(Metric metric, TagSet sampleTags, double value, long epochNanos) {
        if (!cancelled) {
            recorder.add(lane, sampleTags.series(metric), value, epochNanos);
        }
    }

    /** Records a sample of each metric of a group. Any thread. */
    public void add(MetricGroup group, TagSet sampleTags, double[] values, long epochNanos) {
        if (!cancelled) {
            addEvenIfCancelled(group, sampleTags, values, epochNanos);
        }
    }

    /** The same for what is recorded of interrupted iterations too: {@code data_sent} and {@code data_received}. */
    public void addEvenIfCancelled(MetricGroup group, TagSet sampleTags, double[] values, long epochNanos) {
        recorder.add(lane, group, sampleTags, values, epochNanos);
    }

    /** Drops samples from now on. Any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Takes samples again, after {@link #cancel}. Any thread. */
    public void resume() {
        cancelled = false;
    }

    /** Whether samples are dropped. Any thread. */
    public boolean cancelled() {
        return cancelled;
    }
}
