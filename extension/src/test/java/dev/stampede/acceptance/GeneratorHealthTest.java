package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.junit.InconclusiveLoadTestError;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import dev.stampede.run.LoadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Load tests that the machine cannot drive, and what JUnit is told. */
@Timeout(120)
class GeneratorHealthTest {

    @Test
    void inconclusiveRun_failsAsSuch_andListsThresholds() {
        Throwable failure = Jupiter.failureOf(Starves.class);

        assertThat(failure).isInstanceOf(InconclusiveLoadTestError.class).hasNoCause();
        assertThat(failure.getMessage()).matches("""
                Load test inconclusive: this machine could not drive the load after \\d+ iterations \\(\\d+ VUs, [\\dms.]+\\)
                  ! virtual users were woken up to \\d+ ms late \\(p\\(95\\); limit \\d+ ms.*\\): .+
                  ! up to \\d+ ms of the \\d+ ms that iteration_duration has at p\\(95\\) may be the generator's own \\(\\d+ %\\)
                  ✓ iteration_duration p\\(95\\)<3600000 -> observed [\\d.]+ m?s over \\d+ samples
                  ✗ iterations count>1000000 -> observed \\d+ over \\d+ samples""");
    }

    static class Starves {
        private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

        /** Users hold on to their carriers, and never is one free: the rest waits, the generator's own timers included. */
        @LoadTest(options = "users")
        @Threshold(metric = "iterations", value = "count>1000000")
        @Threshold(metric = "iteration_duration", value = "p(95)<3600000")
        void load(Vu vu) {
            new Fresh().initialize();
            vu.sleep("1ms");
        }

        static LoadOptions users() {
            return LoadOptions.builder("starves")
                    .profile(new ConstantVus(4 * PROCESSORS, Duration.ofSeconds(10)))
                    .build();
        }
    }

    /** Who initializes it waits with a frame of the JVM's own on the stack, which keeps the carrier in every version. */
    static final class Slow {
        static {
            try {
                Thread.sleep(400);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has a class {@link Slow} of its own. */
    private static final class Fresh extends ClassLoader {
        void initialize() {
            String name = Slow.class.getName();
            try (InputStream in =
                    Objects.requireNonNull(Slow.class.getResourceAsStream("/" + name.replace('.', '/') + ".class"))) {
                byte[] code = in.readAllBytes();
                Class<?> unused =
                        Class.forName(defineClass(name, code, 0, code.length).getName(), true, this);
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
