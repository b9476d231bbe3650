package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.segments.RandomShares;
import dev.stampede.segments.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What several processes do together, whatever the load and however it is divided, is what one would do. */
class DividedLoadPropertyTest {

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void sharedIterations_addUp(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        SharedIterations profile = new RandomProfiles(random).sharedIterations();
        List<Portion> portions =
                shares.stream().map(s -> Portion.of(profile, s)).toList();

        assertThat(portions.stream().mapToLong(Portion::iterations).sum())
                .as("iterations of %s in %s, seed %d", profile, shares, seed)
                .isEqualTo(profile.iterations());
        assertThat(portions.stream().mapToLong(Portion::vus).sum())
                .as("users of %s in %s, seed %d", profile, shares, seed)
                .isEqualTo(profile.vus());
        assertThat(portions)
                .as("parts of %s in %s, seed %d", profile, shares, seed)
                .allSatisfy(p -> assertThat(p.vus() == 0).isEqualTo(p.iterations() == 0));
        assertThat(portions.stream()
                        .flatMap(p -> LongStream.range(0, p.iterations()).mapToObj(p.iterationShare()::global))
                        .sorted())
                .as("numbers of the iterations of %s in %s, seed %d", profile, shares, seed)
                .containsExactlyElementsOf(
                        LongStream.range(0, profile.iterations()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void constantArrivals_ofTheParts_areThoseOfTheWhole(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        ConstantArrivalRate profile = new RandomProfiles(random).constantArrivals();

        checkArrivals(profile, shares, iterations -> ArrivalTimes.of(profile, iterations), seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rampingArrivals_ofTheParts_areThoseOfTheWhole(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        RampingArrivalRate profile = new RandomProfiles(random).rampingArrivals();

        checkArrivals(profile, shares, iterations -> ArrivalTimes.of(profile, iterations), seed);
    }

    private static void checkArrivals(
            LoadProfile profile, List<Share> shares, Function<Share, ArrivalTimes> arrivals, long seed) {
        List<Long> whole = ArrivalTimesTest.all(arrivals.apply(Share.WHOLE));
        List<Long> merged = new ArrayList<>();
        for (Share share : shares) {
            Portion portion = Portion.of(profile, share);
            if (portion.hasWork(profile)) {
                List<Long> own = ArrivalTimesTest.all(arrivals.apply(portion.iterationShare()));
                assertThat(own)
                        .as("arrivals of %s in %s, seed %d", profile, share, seed)
                        .isSorted();
                merged.addAll(own);
            }
        }
        merged.sort(Long::compare);

        assertThat(whole).as("arrivals of %s, seed %d", profile, seed).isSorted();
        assertThat(merged)
                .as("arrivals of %s in %s, seed %d", profile, shares, seed)
                .isEqualTo(whole);
        assertThat(whole)
                .as("arrivals of %s, seed %d", profile, seed)
                .allMatch(
                        due -> due >= 0 && due <= ExecutionPlan.regular(profile).toNanos());
    }

    /** Each is due when the rate has added up to its number, as far as nanoseconds can tell. */
    @ParameterizedTest
    @MethodSource("seeds")
    void rampingArrivals_areDueWhenTheRateAddedUp(long seed) {
        RampingArrivalRate profile = new RandomProfiles(new Random(seed)).rampingArrivals();
        List<Long> due = ArrivalTimesTest.all(ArrivalTimes.of(profile, Share.WHOLE));
        long unit = profile.timeUnit().toNanos();

        for (int i = 0; i < due.size(); i++) {
            double slack = 1.5 * profile.highestRate() / unit + 1e-9;
            assertThat(area(profile, due.get(i)))
                    .as("area at %d of %s, seed %d", due.get(i), profile, seed)
                    .isBetween(i + 1 - slack, i + 1 + slack);
        }
        assertThat(area(profile, profile.total().toNanos()))
                .as("area of %s, seed %d", profile, seed)
                .isBetween(due.size() - 1e-6, due.size() + 1 + 1e-6);
    }

    private static double area(RampingArrivalRate profile, long at) {
        double area = 0;
        long start = 0;
        double from = profile.startRate();
        for (LoadProfile.Stage stage : profile.stages()) {
            long length = stage.duration().toNanos();
            double spent = Math.clamp(at - start, 0, length);
            double rate = length == 0 ? stage.target() : from + (stage.target() - from) * spent / length;
            area += spent * (from + rate) / 2 / profile.timeUnit().toNanos();
            from = stage.target();
            start += length;
        }
        return area;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ramps_ofTheParts_addUpAtEveryTime(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        RandomProfiles profiles = new RandomProfiles(random);
        RampingVus ramp = profiles.ramp();
        Duration gracefulStop = profiles.time(15_000);

        checkSum(ramp, shares, share -> RampPlan.raw(ramp, share), seed);
        checkSum(ramp, shares, share -> RampPlan.graceful(ramp, RampPlan.raw(ramp, share), gracefulStop), seed);
    }

    private static void checkSum(
            RampingVus ramp, List<Share> shares, Function<Share, List<RampPlan.Level>> plan, long seed) {
        List<RampPlan.Level> whole = plan.apply(Share.WHOLE);
        List<List<RampPlan.Level>> parts = shares.stream().map(plan).toList();

        for (long time : times(Stream.concat(Stream.of(whole), parts.stream()))) {
            assertThat(parts.stream().mapToInt(part -> at(part, time)).sum())
                    .as("users after %d ns of %s in %s, seed %d", time, ramp, shares, seed)
                    .isEqualTo(at(whole, time));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void gracefulPlan_holdsUsersButNeverMoreThanTheMost(long seed) {
        Random random = new Random(seed);
        RandomProfiles profiles = new RandomProfiles(random);
        RampingVus ramp = profiles.ramp();
        Duration gracefulStop = profiles.time(15_000);
        for (Share share : RandomShares.of(random)) {
            List<RampPlan.Level> raw = RampPlan.raw(ramp, share);
            List<RampPlan.Level> graceful = RampPlan.graceful(ramp, raw, gracefulStop);
            String what = "of %s with %s in %s, seed %d".formatted(ramp, gracefulStop, share, seed);

            assertThat(graceful.stream().map(RampPlan.Level::offsetNanos))
                    .as("times " + what)
                    .isSorted();
            assertThat(graceful.getLast().vus()).as("end " + what).isZero();
            assertThat(graceful.getLast().offsetNanos())
                    .as("end " + what)
                    .isLessThanOrEqualTo(ramp.total().plus(gracefulStop).toNanos());
            assertThat(graceful)
                    .as("users " + what)
                    .allMatch(level -> level.vus() <= Portion.of(ramp, share).vus());
            for (long time : times(Stream.of(raw, graceful))) {
                assertThat(at(graceful, time))
                        .as("users held after %d ns %s", time, what)
                        .isGreaterThanOrEqualTo(at(raw, time));
                assertThat(at(graceful, time))
                        .as("users held after %d ns %s", time, what)
                        .isLessThanOrEqualTo(mostWithinGrace(ramp, raw, time));
            }
        }
    }

    /** The most that the ramp asked for in the time before, the grace included, and after its end. */
    private static int mostWithinGrace(RampingVus ramp, List<RampPlan.Level> raw, long time) {
        long since =
                Math.min(time, ramp.total().toNanos()) - ramp.gracefulRampDown().toNanos();
        return Math.max(
                at(raw, since - 1),
                raw.stream()
                        .filter(l -> l.offsetNanos() >= since && l.offsetNanos() <= time)
                        .mapToInt(RampPlan.Level::vus)
                        .reduce(at(raw, ramp.total().toNanos() - 1), Math::max));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void executionPlans_ofTheParts_coverThatOfTheWhole(long seed) {
        Random random = new Random(seed);
        List<Share> shares = RandomShares.of(random);
        RandomProfiles profiles = new RandomProfiles(random);
        List<Scenario> scenarios = IntStream.range(0, random.nextInt(1, 5))
                .mapToObj(i -> profiles.scenario("s" + i))
                .toList();
        ExecutionPlan whole = ExecutionPlan.of(scenarios, Share.WHOLE);
        List<ExecutionPlan> parts =
                shares.stream().map(s -> ExecutionPlan.of(scenarios, s)).toList();
        String what = "of %s in %s, seed %d".formatted(scenarios, shares, seed);

        assertThat(ScenarioRules.problems(scenarios)).as("problems " + what).isEmpty();
        assertThat(parts.stream().map(ExecutionPlan::end).max(Duration::compareTo))
                .as("end " + what)
                .contains(whole.end());
        assertThat(parts.stream().mapToInt(ExecutionPlan::maxVus).sum())
                .as("users " + what)
                .isGreaterThanOrEqualTo(whole.maxVus());
        assertThat(parts.stream().mapToInt(ExecutionPlan::plannedVus).sum())
                .as("planned users " + what)
                .isGreaterThanOrEqualTo(whole.plannedVus());
        assertThat(parts)
                .as("parts " + what)
                .allMatch(p -> p.plannedVus() <= p.maxVus() && p.maxVus() <= whole.maxVus());
    }

    /** Every time at which something changes, and the moment before. */
    private static Set<Long> times(Stream<List<RampPlan.Level>> plans) {
        Set<Long> times = new TreeSet<>();
        plans.flatMap(List::stream).forEach(level -> {
            times.add(level.offsetNanos());
            times.add(level.offsetNanos() - 1);
        });
        return times;
    }

    private static int at(List<RampPlan.Level> plan, long time) {
        int vus = 0;
        for (RampPlan.Level level : plan) {
            if (level.offsetNanos() > time) {
                break;
            }
            vus = level.vus();
        }
        return vus;
    }
}
