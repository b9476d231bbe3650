package dev.stampede.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.SecretException;
import dev.stampede.output.SecretSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunSecretsTest {
    private final Redactor redactor = new Redactor();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private final class Fake implements SecretSource {
        private final String name;
        private final Map<String, String> values;

        Fake(String name, Map<String, String> values) {
            this.name = name;
            this.values = values;
        }

        @Override
        public String describe() {
            return name;
        }

        @Override
        public String secret(String secret) throws IOException {
            asked.add(name + ":" + secret);
            @Nullable String value = values.get(secret);
            if (value == null) {
                throw new IOException("there is no secret of this name");
            }
            return value;
        }
    }

    private RunSecrets secrets(SecretSource... sources) {
        return new RunSecrets(List.of(sources), redactor);
    }

    @Test
    void secret_isLookedUpOnceAndRedactedFromThenOn() {
        RunSecrets secrets = secrets(new Fake("vault", Map.of("a", "value-of-a")));

        assertThat(secrets.get("a")).isEqualTo("value-of-a");
        assertThat(secrets.get("a")).isEqualTo("value-of-a");

        assertThat(asked).containsExactly("vault:a");
        assertThat(redactor.redact("value-of-a")).isEqualTo(Redactor.REDACTED);
    }

    @Test
    void sources_areAskedInOrder() {
        RunSecrets secrets = secrets(
                new Fake("first", Map.of("a", "first-a")),
                new Fake("second", Map.of("a", "second-a", "b", "second-b")));

        assertThat(secrets.get("a")).isEqualTo("first-a");
        assertThat(secrets.get("b")).isEqualTo("second-b");
        assertThat(asked).containsExactly("first:a", "first:b", "second:b");
    }

    @Test
    void missingSecret_isAnErrorThatSaysWhereItWasLookedFor() {
        RunSecrets secrets = secrets(new Fake("vault", Map.of()), new Fake("the cloud", Map.of()));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> secrets.get("a"))
                    .isInstanceOf(SecretException.class)
                    .hasMessage("secret 'a' cannot be had; it was looked for in vault: there is no secret of this name;"
                            + " in the cloud: there is no secret of this name");
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void requiredSecrets_areAllNamedInOneError() {
        RunSecrets secrets = secrets(new Fake("vault", Map.of("b", "value")));

        assertThatThrownBy(() -> secrets.require(List.of("a", "b", "c")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("secret 'a' cannot be had")
                .hasMessageContaining("secret 'c' cannot be had")
                .message()
                .doesNotContain("'b'");
    }

    @Test
    void withoutSources_theErrorSaysWhatToSet() {
        assertThatThrownBy(() -> secrets().require(List.of("a")))
                .hasMessage("secret 'a' cannot be had; there is nowhere to look for it: set K6_SECRET_SOURCE or the"
                        + " configuration parameter 'stampede.secretSource' (mock=name=value or file=path), or stream to"
                        + " a stack of Grafana Cloud k6 that keeps it");
    }

    @Test
    void users_waitForTheOneCall() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RunSecrets secrets = secrets(new SecretSource() {
            @Override
            public String describe() {
                return "slow";
            }

            @Override
            public String secret(String name) throws InterruptedException {
                asked.add(name);
                begun.countDown();
                go.await();
                return "value";
            }
        });
        Queue<String> got = new ConcurrentLinkedQueue<>();
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            users.add(Thread.startVirtualThread(() -> got.add(secrets.get("a"))));
        }
        begun.await();
        go.countDown();
        for (Thread user : users) {
            user.join();
        }

        assertThat(got).hasSize(20).containsOnly("value");
        assertThat(asked).containsExactly("a");
    }

    @Test
    void interruptedLookUp_isLeftToTheNextWhoAsks() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        RunSecrets secrets = secrets(new SecretSource() {
            @Override
            public String describe() {
                return "slow";
            }

            @Override
            public String secret(String name) throws InterruptedException {
                if (begun.getCount() > 0) {
                    begun.countDown();
                    new CountDownLatch(1).await();
                }
                return "value";
            }
        });
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread first = Thread.ofVirtual().unstarted(() -> {
            try {
                String unused = secrets.get("a");
            } catch (SecretException e) {
                thrown.set(e);
            }
        });
        first.start();
        begun.await();
        first.interrupt();
        first.join();

        assertThat(thrown.get()).hasMessage("interrupted while secret 'a' was looked up");
        assertThat(secrets.get("a")).isEqualTo("value");
    }

    @Test
    void callCutOffByAnInterrupt_isLeftToTheNextWhoAsks() {
        RunSecrets secrets = secrets(new SecretSource() {
            @Override
            public String describe() {
                return "the cloud";
            }

            @Override
            public String secret(String name) throws IOException {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("no answer: interrupted");
                }
                return "value";
            }
        });

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> secrets.get("a")).hasMessage("interrupted while secret 'a' was looked up");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(secrets.get("a")).isEqualTo("value");
    }
}
