package dev.stampede.benchmarks.micro;

import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.TagSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Adding tags to an interned set: those that were added before, and ones nobody has seen. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@State(Scope.Thread)
public class TagBenchmark {
    private static final int NEW = 10_000;

    private TagSet base = base();
    private int next;

    private static TagSet base() {
        return new MetricRegistry().rootTags().with("group", "").with("scenario", "default");
    }

    /** A new run, so that nothing of the last batch is known. */
    @Setup(Level.Iteration)
    public void forget() {
        base = base();
        next = 0;
    }

    /** One tag that was added before. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public TagSet hit() {
        return base.with("name", "home");
    }

    /** Six tags that were added before, as k6's benchmark of tag sets has them. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public TagSet sixHits() {
        return base.with("method", "GET")
                .with("expected_response", "true")
                .with("proto", "HTTP/1.1")
                .with("status", "200")
                .with("name", "home")
                .with("url", "home");
    }

    /** One tag with a value that no set has had; there are {@value #NEW} in the end. The text is made on the way. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 20, batchSize = NEW)
    @Measurement(iterations = 20, batchSize = NEW)
    public TagSet miss() {
        return base.with("name", Integer.toString(next++));
    }
}
