package dev.stampede.engine;

import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Valid profiles for tests of what holds for any of them: round numbers and odd ones, jumps, pauses. */
final class RandomProfiles {
    private final Random random;

    RandomProfiles(Random random) {
        this.random = random;
    }

    RampingVus ramp() {
        List<Stage> stages = Stream.concat(stages(40), Stream.of(new Stage(time(5_000), random.nextInt(1, 41))))
                .toList();
        return new RampingVus(random.nextInt(40), stages, time(15_000));
    }

    SharedIterations sharedIterations() {
        int vus = random.nextInt(1, 200);
        return new SharedIterations(vus, vus + random.nextInt(10_000), Duration.ofMinutes(1));
    }

    ConstantArrivalRate constantArrivals() {
        return new ConstantArrivalRate(
                random.nextInt(1, 400), timeUnit(), time(9_000).plusSeconds(1), 1, random.nextInt(1, 100));
    }

    RampingArrivalRate rampingArrivals() {
        return new RampingArrivalRate(
                random.nextInt(200), timeUnit(), stages(200).toList(), 1, random.nextInt(1, 100));
    }

    /** Any profile that is divided. */
    LoadProfile any() {
        return switch (random.nextInt(6)) {
            case 0 -> ramp();
            case 1 -> sharedIterations();
            case 2 -> constantArrivals();
            case 3 -> rampingArrivals();
            case 4 ->
                new LoadProfile.ConstantVus(random.nextInt(1, 50), time(60_000).plusSeconds(1));
            default ->
                new LoadProfile.PerVuIterations(
                        random.nextInt(1, 50), 3, time(60_000).plusSeconds(1));
        };
    }

    Scenario scenario(String name) {
        return Scenario.of(name, any()).startingAfter(time(30_000)).withGracefulStop(time(15_000));
    }

    /** Often none at all, often whole seconds. */
    Duration time(int maxMillis) {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofMillis(random.nextInt(maxMillis));
            case 2 -> Duration.ofNanos(random.nextLong(1_000_000L * maxMillis));
            default -> Duration.ofSeconds(random.nextInt(maxMillis / 1000));
        };
    }

    private Stream<Stage> stages(int highest) {
        return Stream.generate(() -> new Stage(time(6_000), random.nextBoolean() ? random.nextInt(highest + 1) : 0))
                .limit(random.nextInt(1, 6));
    }

    private Duration timeUnit() {
        return random.nextBoolean()
                ? Duration.ofSeconds(1)
                : Duration.ofNanos(random.nextLong(500_000_000, 60_000_000_000L));
    }
}
