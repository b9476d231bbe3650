package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.LogLine;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.secrets.LocalSecrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines of the test's log on their way to outputs. */
@Timeout(60)
class RunLogsTest {
    /** Wants lines from a level on; keeps those that are not other tests'. */
    private static class Lines implements Output {
        private final System.Logger.Level lowest;
        private final List<LogLine> taken = new CopyOnWriteArrayList<>();

        Lines(System.Logger.Level lowest) {
            this.lowest = lowest;
        }

        @Override
        public String describe() {
            return "lines";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public Optional<System.Logger.Level> logLevel() {
            return Optional.of(lowest);
        }

        @Override
        public void log(LogLine line) {
            taken.add(line);
        }

        @Override
        public void finish(RunOutcome outcome) {}

        List<String> said() {
            return of(source -> source.startsWith("shop") || source.equals("check")).stream()
                    .map(line ->
                            line.level() + " " + line.text().lines().findFirst().orElse("") + " " + line.fields())
                    .toList();
        }

        private List<LogLine> of(Predicate<String> sources) {
            return taken.stream()
                    .filter(line -> sources.test(line.fields().getOrDefault("source", "")))
                    .toList();
        }
    }

    private static LoadOptions.Builder options(Output... outputs) {
        return LoadOptions.builder("a run")
                .profile(new LoadProfile.PerVuIterations(1, 2, Duration.ofMinutes(1)))
                .outputs(List.of(outputs))
                .console(block -> {});
    }

    @Test
    void lines_carryTheVirtualUserThatLogged() {
        Lines all = new Lines(System.Logger.Level.INFO);
        Lines few = new Lines(System.Logger.Level.WARNING);

        LoadRunner.run(options(all, few).build(), scope -> () -> {
            System.getLogger("shop.Cart").log(System.Logger.Level.INFO, "hello");
            if (scope.vu().iteration() == 1) {
                System.getLogger("shop.Cart").log(System.Logger.Level.WARNING, "careful");
            }
        });
        System.getLogger("shop.Cart").log(System.Logger.Level.WARNING, "too late");

        assertThat(all.said())
                .containsExactly(
                        "INFO hello {source=shop.Cart, scenario=default, vu=1, iter=0}",
                        "INFO hello {source=shop.Cart, scenario=default, vu=1, iter=1}",
                        "WARNING careful {source=shop.Cart, scenario=default, vu=1, iter=1}");
        assertThat(few.said()).containsExactly("WARNING careful {source=shop.Cart, scenario=default, vu=1, iter=1}");
    }

    @Test
    void firstFailureOfACheck_isALine() {
        Lines lines = new Lines(System.Logger.Level.INFO);

        LoadRunner.run(
                options(lines).build(),
                scope -> () -> scope.vu()
                        .group(
                                "front",
                                () -> scope.vu().check("holds", () -> {
                                    throw new AssertionError(
                                            "it is " + scope.vu().iteration());
                                })));

        assertThat(lines.said())
                .containsExactly("WARNING check failed: holds {source=check, scenario=default, vu=1, iter=0,"
                        + " group=::front}");
        assertThat(lines.of("check"::equals).getFirst().text())
                .isEqualTo("check failed: holds\nit is 0\nfirst in VU 1, iteration 0, scenario default");
    }

    @Test
    void outputThatThrows_harmsNeitherUsersNorOtherOutputs() {
        Lines lines = new Lines(System.Logger.Level.INFO);
        Lines faulty = new Lines(System.Logger.Level.INFO) {
            @Override
            public void log(LogLine line) {
                throw new IllegalStateException("no room");
            }
        };

        RunReport report = LoadRunner.run(options(faulty, lines).build(), scope -> () -> {
            System.getLogger("shop.Cart").log(System.Logger.Level.INFO, "hello");
            scope.vu().check("holds", false);
        });

        assertThat(report.errors()).isEmpty();
        assertThat(lines.said())
                .containsExactly(
                        "INFO hello {source=shop.Cart, scenario=default, vu=1, iter=0}",
                        "WARNING check failed: holds {source=check, scenario=default, vu=1, iter=0}",
                        "INFO hello {source=shop.Cart, scenario=default, vu=1, iter=1}");
    }

    @Test
    void secrets_areTakenOutOfTextAndFields() {
        Lines lines = new Lines(System.Logger.Level.INFO);

        LoadRunner.run(
                options(lines)
                        .profile(new LoadProfile.PerVuIterations(1, 1, Duration.ofMinutes(1)))
                        .secretSource(LocalSecrets.of("mock=key=hunter2"))
                        .build(),
                scope -> () -> {
                    String key = scope.vu().secret("key");
                    System.getLogger("shop." + key).log(System.Logger.Level.INFO, "key " + key);
                });

        assertThat(lines.said())
                .containsExactly("INFO key ***SECRET_REDACTED*** {source=shop.***SECRET_REDACTED***,"
                        + " scenario=default, vu=1, iter=0}");
    }

    @Test
    void runsInARow_eachHaveTheirOwnLines() {
        for (int i = 0; i < 2; i++) {
            Lines lines = new Lines(System.Logger.Level.INFO);
            String text = "run " + i;
            LoadRunner.run(
                    options(lines)
                            .profile(new LoadProfile.PerVuIterations(1, 1, Duration.ofMinutes(1)))
                            .build(),
                    scope -> () -> System.getLogger("shop.Cart").log(System.Logger.Level.INFO, text));
            assertThat(lines.said())
                    .containsExactly("INFO " + text + " {source=shop.Cart, scenario=default, vu=1, iter=0}");
        }
    }
}
