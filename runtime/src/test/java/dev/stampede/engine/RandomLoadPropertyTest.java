package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.EngineHarness.Numbered;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.Sink.CounterSink;
import dev.stampede.segments.RandomShares;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any load, run on simulated time: users keep to the plan, and no iteration is lost without being counted. */
@Timeout(120)
class RandomLoadPropertyTest {
    private final EngineHarness engine = new EngineHarness();

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void activeUsersOfARamp_areThoseOfThePlan(long seed) throws Exception {
        Random random = new Random(seed);
        RandomProfiles profiles = new RandomProfiles(random);
        RampingVus ramp = profiles.ramp();
        Duration grace = profiles.time(15_000);
        List<Share> shares = RandomShares.of(random);
        engine.share = shares.get(random.nextInt(shares.size()));
        List<RampPlan.Level> raw = RampPlan.raw(ramp, engine.share);
        List<RampPlan.Level> graceful = RampPlan.graceful(ramp, raw, grace);
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        Thread watch = engine.clock.start("watch", () -> {
            try {
                // between two changes of the plan, so that none is under way
                for (long at : quietMoments(raw, graceful)) {
                    engine.clock.sleepUntil(at);
                    int active = engine.state.activeVus();
                    if (active < vus(raw, at) || active > vus(graceful, at)) {
                        wrong.add(active + " at " + at + ", planned " + vus(raw, at) + " to " + vus(graceful, at));
                    }
                }
            } catch (InterruptedException e) {
                wrong.add("interrupted");
            }
        });

        engine.run(
                List.of(Scenario.of("ramp", ramp).withGracefulStop(grace)),
                vu -> vu.sleep(Duration.ofMillis(1 + (vu.id() * 7919L + vu.iteration() * 104_729L) % 9_000)));

        assertThat(wrong)
                .as("users of %s in %s, seed %d", ramp, engine.share, seed)
                .isEmpty();
        assertThat(engine.state.activeVus()).isZero();
        engine.clock.interrupt(watch);
    }

    private static List<Long> quietMoments(List<RampPlan.Level> raw, List<RampPlan.Level> graceful) {
        long[] changes = IntStream.range(0, 2)
                .mapToObj(i -> i == 0 ? raw : graceful)
                .flatMapToLong(plan -> plan.stream().mapToLong(RampPlan.Level::offsetNanos))
                .sorted()
                .distinct()
                .toArray();
        List<Long> moments = new ArrayList<>();
        for (int i = 1; i < changes.length; i++) {
            if (changes[i] - changes[i - 1] > 10) {
                moments.add((changes[i] + changes[i - 1]) / 2);
            }
        }
        return moments;
    }

    private static int vus(List<RampPlan.Level> plan, long at) {
        int vus = 0;
        for (RampPlan.Level level : plan) {
            if (level.offsetNanos() <= at) {
                vus = level.vus();
            }
        }
        return vus;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void plannedIterations_areStartedOrCountedAsDropped_andUsersAndTimeKeepToThePlan(long seed) throws Exception {
        Random random = new Random(seed);
        RandomProfiles profiles = new RandomProfiles(random);
        List<Share> shares = RandomShares.of(random);
        engine.share = shares.get(random.nextInt(shares.size()));
        List<Scenario> scenarios = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> profiles.scenario("s" + i))
                .toList();
        ExecutionPlan plan = ExecutionPlan.of(scenarios, engine.share);

        engine.run(
                scenarios,
                vu -> vu.sleep(Duration.ofMillis(1 + (vu.id() * 7919L + vu.iteration() * 104_729L) % 20_000)));

        String load = scenarios + " in " + engine.share + ", seed " + seed;
        assertThat(engine.state.abort()).as(load).isNull();
        Map<String, Sink> samples = engine.drain();
        for (Scenario scenario : scenarios) {
            long planned = planned(scenario.profile(), engine.share);
            if (planned >= 0) {
                Sink dropped = samples.get("dropped_iterations{scenario:" + scenario.name() + "}");
                long started = engine.numbered.stream()
                        .filter(n -> n.scenario().equals(scenario.name()))
                        .count();
                double counted = dropped instanceof CounterSink counter ? counter.sum() : 0;
                assertThat(started + (long) counted)
                        .as(scenario.name() + " of " + load)
                        .isEqualTo(planned);
            }
        }
        assertThat(engine.state.initializedVus()).as(load).isLessThanOrEqualTo(plan.maxVus());
        assertThat(engine.clock.nanoTime())
                .as(load)
                .isLessThanOrEqualTo(plan.end().toNanos());
        assertThat(engine.closed).as(load).doesNotHaveDuplicates();
        assertThat(engine.numbered.stream().map(n -> n.scenario() + n.inTest()))
                .as(load)
                .doesNotHaveDuplicates();
        assertThat(engine.numbered.stream().map(Numbered::vu)).as(load).allMatch(vu -> engine.share.owns(vu - 1L));
        assertThat(engine.state.completeIterations() + engine.state.interruptedIterations())
                .as(load)
                .isEqualTo(engine.numbered.size());
    }

    /** Iterations that are planned whatever they take; -1 where time alone decides. */
    private static long planned(LoadProfile profile, Share share) {
        Portion portion = Portion.of(profile, share);
        if (!portion.hasWork(profile)) {
            return 0;
        }
        return switch (profile) {
            case SharedIterations p -> portion.iterations();
            case PerVuIterations p -> portion.iterations();
            case ConstantArrivalRate p -> count(ArrivalTimes.of(p, portion.iterationShare()));
            case RampingArrivalRate p -> count(ArrivalTimes.of(p, portion.iterationShare()));
            case LoadProfile.ConstantVus p -> -1;
            case RampingVus p -> -1;
        };
    }

    private static long count(ArrivalTimes times) {
        long count = 0;
        while (times.next() != ArrivalTimes.NONE) {
            count++;
        }
        return count;
    }
}
