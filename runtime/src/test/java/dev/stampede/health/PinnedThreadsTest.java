package dev.stampede.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PinnedThreadsTest {

    /** Who initializes it waits in it: a frame of the JVM's own is on the stack, which pins in every version. */
    static final class Slow {
        static {
            try {
                Thread.sleep(60);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has a class of its own each time. */
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

    @Test
    void waitingInAClassInitializer_isCounted() {
        PinnedThreads pinned = new PinnedThreads();
        assertThat(pinned.isWatching()).isFalse();
        pinned.watch();
        try {
            // the recorder takes its time to start
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Thread.ofVirtual().start(() -> new Fresh().initialize()).join();
                return pinned.count() > 0;
            });
            assertThat(pinned.isWatching()).isTrue();
            assertThat(pinned.time()).isGreaterThan(Duration.ofMillis(50));
        } finally {
            pinned.stop();
        }
    }

    @Test
    void stopped_whileItStarts_endsAtOnce() {
        PinnedThreads pinned = new PinnedThreads();
        pinned.watch();
        pinned.stop();
        pinned.stop();

        assertThat(pinned.count()).isZero();
        assertThat(pinned.time()).isZero();
    }
}
