package dev.stampede.http.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stampede.http.TransportRequest;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private static void awaitClosed(Socket socket) {
        await().atMost(Duration.ofSeconds(10)).until(socket::isClosed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void roundTripThatTakesTooLong_losesItsSocket(boolean lasting) throws Exception {
        Deadline deadline = new Deadline(lasting);
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket()) {
                deadline.begin(in(SHORT));
                deadline.over(socket);
                awaitClosed(socket);
                assertThat(deadline.isPast()).isTrue();
                assertThat(deadline.end()).isTrue();
                assertThat(deadline.end()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void socketOfARoundTripThatEnded_isLeftAlone(boolean lasting) throws Exception {
        Deadline deadline = new Deadline(lasting);
        try (Socket kept = new Socket();
                Socket late = new Socket()) {
            deadline.begin(in(Duration.ofSeconds(1)));
            deadline.over(kept);
            assertThat(deadline.end()).isFalse();
            deadline.begin(in(Duration.ofMillis(1200))); // the timer of the first goes off meanwhile
            deadline.over(late);
            awaitClosed(late);
            assertThat(kept.isClosed()).isFalse();
            assertThat(deadline.end()).isTrue();
        }
    }

    @Test
    void earlierDeadline_holdsThoughTheTimerWasSetForALaterOne() throws Exception {
        Deadline deadline = new Deadline(true);
        deadline.begin(in(LONG));
        assertThat(deadline.end()).isFalse();
        try (Socket socket = new Socket()) {
            deadline.begin(in(SHORT));
            deadline.over(socket);
            awaitClosed(socket);
            assertThat(deadline.end()).isTrue();
        }
    }

    @Test
    void socketThatComesAfterTheDeadline_isClosedAtOnce() throws Exception {
        Deadline deadline = new Deadline(true);
        deadline.begin(in(Duration.ZERO));
        await().atMost(Duration.ofSeconds(10)).until(deadline::isPast);
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> deadline.over(socket))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("timeout");
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void withoutALimit_nothingEnds() throws Exception {
        Deadline deadline = new Deadline(true);
        try (Socket socket = new Socket()) {
            deadline.begin(TransportRequest.NO_DEADLINE);
            deadline.over(socket);
            assertThat(deadline.isPast()).isFalse();
            assertThat(deadline.end()).isFalse();
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @Test
    void socketOfARoundTripWithoutALimit_isLeftAloneByTheNext() throws Exception {
        Deadline deadline = new Deadline(true);
        try (Socket kept = new Socket()) {
            deadline.begin(TransportRequest.NO_DEADLINE);
            deadline.over(kept);
            assertThat(deadline.end()).isFalse();
            deadline.begin(in(Duration.ZERO)); // has no socket yet
            await().atMost(Duration.ofSeconds(10)).until(deadline::isPast);
            // the timer's one thread comes to this after it is done with the one before
            Deadline behind = new Deadline(true);
            try (Socket socket = new Socket()) {
                behind.begin(in(Duration.ZERO));
                behind.over(socket);
                awaitClosed(socket);
            } catch (InterruptedIOException late) {
                assertThat(behind.isPast()).isTrue();
            }
            assertThat(kept.isClosed()).isFalse();
        }
    }
}
