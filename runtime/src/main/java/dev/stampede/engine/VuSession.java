package dev.stampede.engine;

import dev.stampede.CheckAssertion;
import dev.stampede.CustomMetric;
import dev.stampede.Fork;
import dev.stampede.RunEnding;
import dev.stampede.ThrowingRunnable;
import dev.stampede.ThrowingSupplier;
import dev.stampede.Vu;
import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import dev.stampede.metrics.ValueType;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Vu} a test body sees. Used by its virtual user's own thread and by those it forks: tags and group are of each
 * thread's {@link SampleContext}, the rest is written by the virtual user's own between the iterations, when it has no others.
 * (k6: {@code internal/js/modules/k6}.)
 */
public final class VuSession implements Vu {
    static final String GROUP_SEPARATOR = "::";

    private static final ThreadLocal<@Nullable VuSession> OF_THREAD = new ThreadLocal<>();

    private final int id;
    private final int idInInstance;
    private final SampleContext samples;
    private final RunState state;
    private final Clock clock;
    private final Map<String, String> env;
    /** Made when it is needed, as there is one session for each virtual user. */
    private volatile @Nullable Map<String, RecordedMetric> custom;

    private final Forks forks;
    private final String rootGroup;
    /** Of the run. */
    private final TagSet runTags;
    /** Tags it was given while it was made; it begins each activation with them. */
    private Map<String, String> own = Map.of();

    private boolean made;
    private @Nullable Scenario scenario;
    private TagSet rootTags;
    private long iteration;
    private long iterationInInstance;
    private long dataRow;
    private Share iterationShare = Share.WHOLE;

    /**
     * A session.
     *
     * @param idInInstance number of the virtual user in this process, 0 for setup and teardown
     * @param share part of the load that this process runs
     * @param rootGroup group that it begins in; empty but for setup and teardown
     * @param env settings of the run
     * @param samples where its samples go; their tags hold the run's
     */
    public VuSession(
            int idInInstance,
            Share share,
            String rootGroup,
            Map<String, String> env,
            SampleContext samples,
            RunState state) {
        this.id = idInInstance == 0 ? 0 : (int) (share.global(idInInstance - 1L) + 1);
        this.idInInstance = idInInstance;
        this.rootGroup = rootGroup;
        this.env = env;
        this.samples = samples;
        this.state = state;
        this.clock = samples.clock();
        this.runTags = samples.tags();
        this.rootTags = samples.with(runTags, SystemTag.GROUP, rootGroup);
        this.forks = new Forks(samples, () -> OF_THREAD.set(this));
        samples.group(rootGroup);
    }

    /** That of the virtual user, or of what is around the load, which the calling thread works for; null if it is nobody's. */
    public static @Nullable VuSession ofThread() {
        return OF_THREAD.get();
    }

    /** The calling thread works for it from now on, to its end. */
    public void takeThread() {
        OF_THREAD.set(this);
        samples.takeThread();
    }

    /** The threads it forks. */
    public Forks forks() {
        return forks;
    }

    /** Whether it belongs to the run of this state. */
    public boolean isOf(RunState run) {
        return state == run;
    }

    /** The tags it was given so far are those it begins each activation with. */
    void keepTags() {
        made = true;
    }

    /** Begins to work for a scenario; forgets the tags of an earlier activation. */
    void activate(Scenario next) {
        scenario = next;
        TagSet tags = samples.with(runTags.with(next.tags()), SystemTag.GROUP, rootGroup);
        rootTags = samples.with(tags, SystemTag.SCENARIO, next.name());
        renew();
    }

    /** Forgets the tags of what was interrupted. */
    void renew() {
        samples.group(rootGroup);
        samples.tags(rootTags.with(own));
    }

    /** Where the samples of its own thread go. */
    public SampleContext samples() {
        return samples;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int idInInstance() {
        return idInInstance;
    }

    @Override
    public long iteration() {
        return iteration;
    }

    @Override
    public long iterationInTest() {
        return iterationShare.global(iterationInInstance);
    }

    @Override
    public long iterationInInstance() {
        return iterationInInstance;
    }

    void iteration(long number, long numberInInstance, Share share) {
        iteration = number;
        iterationInInstance = numberInInstance;
        iterationShare = share;
        dataRow = 0;
        samples.lastCall().forget();
    }

    /** {@code VU 3, iteration 4, scenario default, data row 17}, as far as there are any. */
    String whereabouts() {
        if (id == 0 && !rootGroup.isEmpty()) {
            return rootGroup.substring(GROUP_SEPARATOR.length()) + "()";
        }
        return "VU " + id + ", iteration " + iteration + ", scenario " + scenario()
                + (dataRow > 0 ? ", data row " + dataRow : "");
    }

    /** Number of the row of data that the iteration was given, from 1; 0 when it was given none. */
    long dataRow() {
        return dataRow;
    }

    /** The iteration is given a row of data, numbered from 1. */
    public void dataRow(long number) {
        dataRow = number;
    }

    @Override
    public String scenario() {
        return scenario == null ? "" : scenario.name();
    }

    @Override
    public Optional<String> env(String name) {
        String value = scenario == null ? null : scenario.env().get(name);
        if (value == null) {
            value = env.get(name);
        }
        return Optional.ofNullable(value == null ? System.getenv(name) : value);
    }

    @Override
    public String secret(String name) {
        return state.secret(name);
    }

    @Override
    public <E extends Throwable> void group(String name, ThrowingRunnable<E> body) throws E {
        SampleContext here = samples.ofThread();
        String outer = enter(here, name);
        long start = clock.nanoTime();
        try {
            body.run();
        } finally {
            leave(here, outer, start);
        }
    }

    @Override
    public <T, E extends Throwable> T group(String name, ThrowingSupplier<T, E> body) throws E {
        SampleContext here = samples.ofThread();
        String outer = enter(here, name);
        long start = clock.nanoTime();
        try {
            return body.get();
        } finally {
            leave(here, outer, start);
        }
    }

    private static String enter(SampleContext here, String name) {
        String outer = here.group();
        here.group(outer + GROUP_SEPARATOR + validName(name));
        return outer;
    }

    private void leave(SampleContext here, String outer, long start) {
        here.add(here.registry().builtin().groupDuration, millisSince(start));
        here.group(outer);
    }

    private static String validName(String name) {
        if (name.contains(GROUP_SEPARATOR)) {
            throw new IllegalArgumentException(
                    "group and check names may not contain '" + GROUP_SEPARATOR + "', but was '" + name + "'");
        }
        return name;
    }

    @Override
    public boolean check(String name, boolean condition) {
        record(samples.ofThread(), name, condition, null, clock.epochNanos());
        return condition;
    }

    @Override
    public boolean check(String name, CheckAssertion assertion) {
        SampleContext here = samples.ofThread();
        long time = clock.epochNanos();
        boolean passed = false;
        Throwable thrown = null;
        try {
            assertion.verify();
            passed = true;
        } catch (AssertionError failed) {
            thrown = failed;
            return false;
        } catch (Exception e) {
            thrown = e;
            throw Sneaky.rethrow(e);
        } finally {
            record(here, name, passed, thrown, time);
        }
        return true;
    }

    private void record(SampleContext here, String check, boolean passed, @Nullable Throwable thrown, long epochNanos) {
        TagSet tags = here.with(here.tags(), SystemTag.CHECK, validName(check));
        here.add(here.registry().builtin().checks, tags, passed ? 1 : 0, epochNanos);
        if (!passed && !here.cancelled()) {
            state.checkFailures().add(this, tags, thrown);
        }
    }

    @Override
    public void sleep(String duration) {
        sleep(Durations.parse(duration));
    }

    @Override
    public void sleep(Duration duration) {
        SampleContext unused = samples.ofThread(); // nothing ends the pause of a thread that is not ours
        try {
            clock.sleepUntil(clock.nanoTime() + Math.max(0, duration.toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IterationInterrupted("sleep was interrupted");
        }
    }

    @Override
    public void tag(String key, String value) {
        SampleContext here = samples.ofThread();
        if (!made && here == samples) {
            own = own.isEmpty() ? new LinkedHashMap<>() : own;
            own.put(key, value);
        }
        here.tags(here.tags().with(key, value));
    }

    @Override
    public void abort(String reason) {
        samples.cancel();
        state.abort(RunEnding.ABORTED_BY_USER, reason, null);
        throw new IterationInterrupted("the run was aborted: " + reason);
    }

    @Override
    public <E extends Throwable> Fork<@Nullable Void> fork(ThrowingRunnable<E> body) {
        return forks.fork(() -> {
            body.run();
            return null;
        });
    }

    @Override
    public <T, E extends Throwable> Fork<T> fork(ThrowingSupplier<T, E> body) {
        return forks.fork(body);
    }

    @Override
    public Executor executor() {
        return forks.executor();
    }

    @Override
    public CustomMetric counter(String name) {
        return custom(name, MetricType.COUNTER, ValueType.DEFAULT);
    }

    @Override
    public CustomMetric gauge(String name) {
        return custom(name, MetricType.GAUGE, ValueType.DEFAULT);
    }

    @Override
    public CustomMetric rate(String name) {
        return custom(name, MetricType.RATE, ValueType.DEFAULT);
    }

    @Override
    public CustomMetric trend(String name) {
        return custom(name, MetricType.TREND, ValueType.DEFAULT);
    }

    private Map<String, RecordedMetric> custom() {
        Map<String, RecordedMetric> known = custom;
        return known == null ? firstCustom() : known;
    }

    /** Forks may ask for metrics at the same time. */
    private synchronized Map<String, RecordedMetric> firstCustom() {
        Map<String, RecordedMetric> known = custom;
        if (known == null) {
            known = new ConcurrentHashMap<>(4);
            custom = known;
        }
        return known;
    }

    private RecordedMetric custom(String name, MetricType type, ValueType contains) {
        Map<String, RecordedMetric> all = custom();
        RecordedMetric known = all.get(name);
        if (known != null && known.is(type, contains)) {
            return known;
        }
        Metric metric = samples.registry().register(name, type, contains);
        RecordedMetric made = new RecordedMetric(metric, samples);
        all.put(name, made);
        return made;
    }

    @Override
    public <E extends Throwable> void time(String name, ThrowingRunnable<E> body) throws E {
        SampleContext here = samples.ofThread();
        RecordedMetric metric = custom(name, MetricType.TREND, ValueType.TIME);
        long start = clock.nanoTime();
        try {
            body.run();
        } finally {
            metric.add(here, millisSince(start), here.tags());
        }
    }

    @Override
    public <T, E extends Throwable> T time(String name, ThrowingSupplier<T, E> body) throws E {
        SampleContext here = samples.ofThread();
        RecordedMetric metric = custom(name, MetricType.TREND, ValueType.TIME);
        long start = clock.nanoTime();
        try {
            return body.get();
        } finally {
            metric.add(here, millisSince(start), here.tags());
        }
    }

    private double millisSince(long start) {
        return (clock.nanoTime() - start) / 1e6;
    }
}
