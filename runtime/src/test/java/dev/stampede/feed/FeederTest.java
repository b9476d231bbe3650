package dev.stampede.feed;

import static dev.stampede.feed.FeedPolicy.CIRCULAR;
import static dev.stampede.feed.FeedPolicy.PER_VU;
import static dev.stampede.feed.FeedPolicy.RANDOM;
import static dev.stampede.feed.FeedPolicy.UNIQUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stampede.Vu;
import dev.stampede.engine.ScenarioEnd;
import dev.stampede.segments.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FeederTest {
    private static final String NAME = "the data of @CsvSource on CheckoutLoad.checkout()";

    private static Vu vu(int id) {
        return (Vu) Proxy.newProxyInstance(Vu.class.getClassLoader(), new Class<?>[] {Vu.class}, (vu, method, args) -> {
            assertThat(method.getName()).isEqualTo("id");
            return id;
        });
    }

    private static Feeder<String> feeder(FeedPolicy policy, Supplier<Stream<String>> source) {
        return new Feeder<>(new FeedOptions(NAME, policy), Share.WHOLE, source);
    }

    private static List<String> take(Feeder<String> feeder, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(feeder.next(vu(1)));
        }
        return taken;
    }

    private static ScenarioEnd endOf(Feeder<String> feeder, Vu vu) {
        return catchThrowableOfType(ScenarioEnd.class, () -> feeder.next(vu));
    }

    @Test
    void unique_handsOutEachRowOnce_thenEndsTheScenario() throws Exception {
        Source source = new Source(3);
        try (Feeder<String> feeder = feeder(UNIQUE, source)) {
            assertThat(take(feeder, 3)).containsExactly("row 1", "row 2", "row 3");
            ScenarioEnd end = endOf(feeder, vu(1));
            assertThat(end)
                    .hasMessage("the data of @CsvSource on CheckoutLoad.checkout() ran dry after 3 rows (UNIQUE)");
            assertThat(end.isFailure()).isFalse();
            assertThat(endOf(feeder, vu(2))).hasMessage(end.getMessage());
            assertThat(feeder.handedOut()).isEqualTo(3);
        }
        assertThat(source.opened).hasValue(1);
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void dry_isAFailure_ifThatWasChosen() throws Exception {
        FeedOptions options = new FeedOptions(NAME, UNIQUE, 1, WhenDry.FAIL);
        try (Feeder<String> feeder = new Feeder<>(options, Share.WHOLE, new Source(1))) {
            assertThat(take(feeder, 1)).containsExactly("row 1");
            ScenarioEnd end = endOf(feeder, vu(1));
            assertThat(end).hasMessage(NAME + " ran dry after 1 row (UNIQUE)");
            assertThat(end.isFailure()).isTrue();
        }
    }

    @Test
    void unique_handsEachRowToOneOfManyThreads() throws Exception {
        int rows = 5_000;
        try (Feeder<String> feeder = feeder(UNIQUE, new Source(rows));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<String>> taker = () -> {
                List<String> mine = new ArrayList<>();
                try {
                    while (true) {
                        mine.add(feeder.next(vu(1)));
                    }
                } catch (ScenarioEnd end) {
                    return mine;
                }
            };
            List<String> all = new ArrayList<>();
            for (Future<List<String>> taken : threads.invokeAll(
                    IntStream.range(0, 20).mapToObj(i -> taker).toList())) {
                all.addAll(taken.get());
            }
            assertThat(all).hasSize(rows).doesNotHaveDuplicates();
            assertThat(feeder.handedOut()).isEqualTo(rows);
        }
    }

    @Test
    void unique_rowsOfAllSegments_areAllRows() throws Exception {
        Set<String> all = new HashSet<>();
        int handedOut = 0;
        for (String segment : List.of("0:1/3", "1/3:2/3", "2/3:1")) {
            Share share = Share.of(segment, "0,1/3,2/3,1");
            try (Feeder<String> feeder = new Feeder<>(new FeedOptions(NAME, UNIQUE), share, new Source(10))) {
                ScenarioEnd end = null;
                while (end == null) {
                    try {
                        all.add(feeder.next(vu(1)));
                        handedOut++;
                    } catch (ScenarioEnd dry) {
                        end = dry;
                    }
                }
                assertThat(end)
                        .hasMessage(NAME + " ran dry after 10 rows, " + feeder.handedOut()
                                + " of them in execution segment " + segment + " (UNIQUE)");
            }
        }
        assertThat(handedOut).isEqualTo(10);
        assertThat(all).hasSize(10);
    }

    @Test
    void circular_beginsAgain_withoutOpeningAShortSourceAgain() throws Exception {
        Source source = new Source(3);
        try (Feeder<String> feeder = feeder(CIRCULAR, source)) {
            assertThat(take(feeder, 7)).containsExactly("row 1", "row 2", "row 3", "row 1", "row 2", "row 3", "row 1");
        }
        assertThat(source.opened).hasValue(1);
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void circular_opensALongSourceAgain() throws Exception {
        int rows = Feeder.KEPT_ROWS + 1;
        Source source = new Source(rows);
        try (Feeder<String> feeder = feeder(CIRCULAR, source)) {
            assertThat(take(feeder, 2 * rows + 1)).endsWith("row " + rows, "row 1");
        }
        assertThat(source.opened).hasValue(3);
        assertThat(source.closed).hasValue(3);
    }

    @Test
    void random_drawsTheSameRowsFromTheSameSeed() throws Exception {
        List<List<String>> drawn = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            FeedOptions options = new FeedOptions(NAME, RANDOM, seed, WhenDry.END_SCENARIO);
            try (Feeder<String> feeder = new Feeder<>(options, Share.WHOLE, new Source(50))) {
                drawn.add(take(feeder, 200));
            }
        }
        assertThat(drawn.get(0)).isEqualTo(drawn.get(1)).isNotEqualTo(drawn.get(2));
        assertThat(new HashSet<>(drawn.get(0))).hasSizeGreaterThan(40);
        // the sequence is a promise: it must not change with a version of ours, or of Java
        assertThat(drawn.get(0)).startsWith("row 37", "row 15", "row 36");
    }

    @Test
    void perVu_keepsItsRow_whateverTheOrder() throws Exception {
        Source source = new Source(1_000_000_000);
        try (Feeder<String> feeder = feeder(PER_VU, source)) {
            for (int id : new int[] {3, 1, 3, 2, 1, 5}) {
                assertThat(feeder.next(vu(id))).isEqualTo("row " + id);
            }
            assertThat(source.read.get()).isLessThanOrEqualTo(6);
        }
        assertThat(source.opened).hasValue(1);
        assertThat(source.closed).hasValue(1);
    }

    @Test
    void perVu_runsDryForTheVuThatHasNoRow_only() throws Exception {
        try (Feeder<String> feeder = feeder(PER_VU, new Source(2))) {
            assertThat(endOf(feeder, vu(3))).hasMessage(NAME + " ran dry: it has 2 rows (PER_VU), none for VU 3");
            assertThat(feeder.next(vu(2))).isEqualTo("row 2");
        }
    }

    @Test
    void perVu_ofASegment_hasTheRowsOfItsVus() throws Exception {
        Share share = Share.of("1/2:1", "0,1/2,1");
        try (Feeder<String> feeder = new Feeder<>(new FeedOptions(NAME, PER_VU), share, new Source(100))) {
            for (long local = 0; local < 5; local++) {
                int id = (int) share.global(local) + 1;
                assertThat(feeder.next(vu(id))).isEqualTo("row " + id);
            }
        }
    }

    @Test
    void aBillionRows_areNotLoaded() throws Exception {
        for (FeedPolicy policy : List.of(UNIQUE, CIRCULAR)) {
            Source source = new Source(1_000_000_000);
            try (Feeder<String> feeder = feeder(policy, source)) {
                assertThat(source.opened).hasValue(0);
                assertThat(take(feeder, 3)).containsExactly("row 1", "row 2", "row 3");
                assertThat(source.read.get()).isLessThanOrEqualTo(4);
            }
            assertThat(source.closed).hasValue(1);
        }
    }

    @Test
    void peek_readsTheFirstRow_whichIsHandedOutAllTheSame() throws Exception {
        Source source = new Source(2);
        try (Feeder<String> feeder = feeder(UNIQUE, source)) {
            assertThat(feeder.peek()).isEqualTo("row 1");
            assertThat(feeder.peek()).isEqualTo("row 1");
            assertThat(feeder.handedOut()).isZero();
            assertThat(take(feeder, 2)).containsExactly("row 1", "row 2");
        }
        assertThat(source.opened).hasValue(1);
        try (Feeder<String> none = feeder(UNIQUE, new Source(0))) {
            assertThatThrownBy(none::peek).hasMessage(NAME + " has no rows");
            assertThat(endOf(none, vu(1))).hasMessage(NAME + " has no rows");
        }
    }

    @Test
    void noRows_isAFailure_whateverThePolicy() {
        for (FeedPolicy policy : FeedPolicy.values()) {
            try (Feeder<String> feeder = feeder(policy, new Source(0))) {
                ScenarioEnd end = endOf(feeder, vu(1));
                assertThat(end).hasMessage(NAME + " has no rows");
                assertThat(end.isFailure()).isTrue();
            }
        }
    }

    @Test
    void faultOfTheSource_isAFailureThatNamesTheRow_forAllWhoAsk() throws Exception {
        Supplier<Stream<String>> source = () -> Stream.of(1, 2, 3).map(row -> {
            if (row == 3) {
                throw new UncheckedIOException(new IOException("disk gone"));
            }
            return "row " + row;
        });
        try (Feeder<String> feeder = feeder(CIRCULAR, source)) {
            assertThat(take(feeder, 2)).containsExactly("row 1", "row 2");
            ScenarioEnd end = endOf(feeder, vu(1));
            assertThat(end.isFailure()).isTrue();
            assertThat(end)
                    .hasMessage("row 3 of " + NAME + " could not be read: java.io.IOException: disk gone")
                    .hasCauseInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("disk gone");
            assertThat(endOf(feeder, vu(2))).isSameAs(end);
        }
    }

    @Test
    void sourceThatCannotBeOpened_isAFailure() {
        try (Feeder<String> feeder = feeder(UNIQUE, () -> {
            throw new IllegalStateException("no such file");
        })) {
            assertThat(endOf(feeder, vu(1)))
                    .hasMessage(
                            "row 1 of " + NAME + " could not be read: java.lang.IllegalStateException: no such file");
        }
    }

    @Test
    void interrupt_endsTheWaitButLosesNoRow() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Supplier<Stream<String>> source = () -> Stream.of("row 1").peek(row -> {
            asked.countDown();
            awaitUnchecked(released);
        });
        try (Feeder<String> feeder = feeder(UNIQUE, source)) {
            FutureTask<String> waiting = new FutureTask<>(() -> feeder.next(vu(1)));
            Thread first = Thread.ofVirtual().start(waiting);
            asked.await();
            first.interrupt();
            // only then may the row come: it could be faster than the interrupt
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
            released.countDown();
            assertThat(feeder.next(vu(2))).isEqualTo("row 1");
        }
    }

    @Test
    void close_tellsWhoeverWaits_andInterruptsTheSource() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Supplier<Stream<String>> source = () -> Stream.of("row 1")
                .peek(row -> {
                    asked.countDown();
                    awaitUnchecked(new CountDownLatch(1));
                })
                .onClose(closed::countDown);
        Feeder<String> feeder = feeder(UNIQUE, source);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> waiting = threads.submit(() -> feeder.next(vu(1)));
            asked.await();
            feeder.close();
            assertThat(closed.getCount()).isZero();
            assertThatThrownBy(waiting::get)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage(NAME + " is closed");
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
