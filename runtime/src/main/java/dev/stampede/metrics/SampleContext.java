package dev.stampede.metrics;

import dev.stampede.clock.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A virtual user's side of the recorder: the tags its samples carry now, and whether it may still record.
 *
 * <p>Each thread that works for a virtual user has a context of its own: its own thread has the one that was made for it, the
 * threads that it forks have {@link #fork copies}, of which {@link #ofThread} finds the calling one's. A context is confined
 * to its thread, except {@link #cancel}, {@link #resume} and {@link #cancelled}, which are of the virtual user as a whole, and
 * recording with tags that are given: who records on another thread, such as one that reads from a socket, takes the tags
 * before on the virtual user's. After {@link #cancel} samples are dropped, as k6 drops what an interrupted iteration would
 * still say.
 */
public final class SampleContext {
    /** Of threads that were forked; a virtual user's own thread is known by its context. */
    private static final ThreadLocal<@Nullable SampleContext> FORKED = new ThreadLocal<>();

    private final MetricRegistry registry;
    private final Recorder recorder;
    private final Clock clock;
    private final Set<SystemTag> systemTags;
    private final int lane;
    private final LastCall lastCall = new LastCall();
    /** That of the virtual user's own thread, which may be this one. */
    private final SampleContext root;

    private TagSet tags;
    private String group = "";
    private volatile Thread owner = Thread.currentThread();
    /** Of the root only. */
    private volatile boolean cancelled;

    /**
     * A context of the calling thread.
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
        this.root = this;
    }

    private SampleContext(SampleContext from, int lane) {
        this.registry = from.registry;
        this.recorder = from.recorder;
        this.clock = from.clock;
        this.systemTags = from.systemTags;
        this.lane = lane;
        this.tags = from.tags;
        this.group = from.group;
        this.root = from.root;
    }

    /**
     * A context for another thread of the same virtual user, which begins with the present tags and group and goes its own
     * way from there. It is nobody's until that thread {@link #takeThread takes} it.
     *
     * @param number of the thread within the virtual user, from 1: spreads them over the recorder's stripes
     */
    public SampleContext fork(int number) {
        return new SampleContext(this, root.lane + number);
    }

    /** From now on this is the calling thread's; that of a fork is so to the end of its thread. */
    public void takeThread() {
        owner = Thread.currentThread();
        if (root != this) {
            FORKED.set(this);
        }
    }

    /**
     * The calling thread's context of this virtual user. For the virtual user's own thread it is this one, which takes a
     * comparison: no lock, no allocation, no look-up.
     *
     * @throws IllegalStateException if the thread does not work for this virtual user
     */
    public SampleContext ofThread() {
        return isOfThread() ? this : forked();
    }

    /** Whether this is the calling thread's. */
    public boolean isOfThread() {
        return Thread.currentThread() == owner;
    }

    /** Whether the calling thread works for this virtual user: it is its own, or a fork. Any thread. */
    public boolean knowsThread() {
        SampleContext forked = FORKED.get();
        return root.isOfThread() || (forked != null && forked.root == root);
    }

    private SampleContext forked() {
        SampleContext forked = FORKED.get();
        if (forked != null && forked.root == root) {
            return forked;
        }
        if (root.isOfThread()) {
            return root;
        }
        throw new IllegalStateException("Vu and the clients of '" + root.owner.getName()
                + "' cannot be used on thread '" + Thread.currentThread().getName()
                + "': what is done there is of no known group or iteration. Start such work with vu.fork(..), or give"
                + " vu.executor() to the library that does it.");
    }

    /** Name of the virtual user's own thread. */
    public String threadName() {
        return root.owner.getName();
    }

    /** Number of the virtual user in this process, from 1; 0 before and after the load. */
    public int lane() {
        return lane;
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

    /** Path of the group that the thread is in; empty outside of groups. */
    public String group() {
        return group;
    }

    /** Enters or leaves a group: samples carry its path from now on. */
    public void group(String path) {
        group = path;
        tags = with(tags, SystemTag.GROUP, path);
    }

    /** The thread's last call, for messages. */
    public LastCall lastCall() {
        return lastCall;
    }

    /** Records a sample now, with the present tags. */
    public void add(Metric metric, double value) {
        add(metric, tags, value, clock.epochNanos());
    }

    /** Records a sample. Any thread. */
    public void add(Metric metric, TagSet sampleTags, double value, long epochNanos) {
        if (!root.cancelled) {
            recorder.add(lane, sampleTags.series(metric), value, epochNanos);
        }
    }

    /** Records a sample of each metric of a group. Any thread. */
    public void add(MetricGroup group, TagSet sampleTags, double[] values, long epochNanos) {
        if (!root.cancelled) {
            addEvenIfCancelled(group, sampleTags, values, epochNanos);
        }
    }

    /** The same for what is recorded of interrupted iterations too: {@code data_sent} and {@code data_received}. */
    public void addEvenIfCancelled(MetricGroup group, TagSet sampleTags, double[] values, long epochNanos) {
        recorder.add(lane, group, sampleTags, values, epochNanos);
    }

    /** Drops samples from now on. Any thread. */
    public void cancel() {
        root.cancelled = true;
    }

    /** Takes samples again, after {@link #cancel}. Any thread. */
    public void resume() {
        root.cancelled = false;
    }

    /** Whether samples are dropped. Any thread. */
    public boolean cancelled() {
        return root.cancelled;
    }
}
