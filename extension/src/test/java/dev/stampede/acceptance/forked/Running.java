package dev.stampede.acceptance.forked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.acceptance.forked.CloudRun.Finish;
import dev.stampede.acceptance.forked.Endings.GoesOn;
import java.io.IOException;
import java.nio.file.Path;

/** A cloud, and a load test that streams to it and goes on until something ends it. */
final class Running implements AutoCloseable {
    private final RecordingCloud cloud;
    private final Launches launches;
    private final Fork fork;

    private Running(RecordingCloud cloud, Launches launches, Fork fork) {
        this.cloud = cloud;
        this.launches = launches;
        this.fork = fork;
    }

    interface Launching {
        Fork of(Launches launches) throws IOException;
    }

    /** Starts something that runs one load test and waits until that is well under way. */
    static Running start(Path folder, Launching launching) throws IOException {
        RecordingCloud cloud = RecordingCloud.start();
        Fork fork = null;
        try {
            Launches launches = new Launches(folder, cloud);
            fork = launching.of(launches);
            Running running = new Running(cloud, launches, fork);
            running.awaitUnderWay();
            return running;
        } catch (RuntimeException | IOException | Error e) {
            if (fork != null) {
                fork.close();
            }
            cloud.close();
            throw e;
        }
    }

    private void awaitUnderWay() {
        Eventually.holds("a run is opened", () -> !cloud.runs().isEmpty() || failedToStart());
        launches.marks().await(Endings.ITERATIONS, 20);
    }

    /** Does not make whoever waits do so for long. */
    private boolean failedToStart() {
        if (fork.hasEnded()) {
            throw new AssertionError("nothing was run:\n" + fork.output());
        }
        return false;
    }

    Fork fork() {
        return fork;
    }

    Launches launches() {
        return launches;
    }

    /** The only one there is. */
    CloudRun run() {
        assertThat(cloud.runs()).hasSize(1);
        return cloud.runs().getFirst();
    }

    /** Waits for the end of all processes; then the run was closed once, as ended by the user, and no iteration is lost. */
    void checkEndedByUser() throws InterruptedException {
        fork.awaitGone();
        checkTold();
        long begun = launches.marks().count(Endings.ITERATIONS);
        // what was interrupted between its mark and its end is no complete iteration
        assertThat(run().iterations()).as(fork::output).isBetween(begun - GoesOn.VUS, begun);
        assertThat(launches.marks().count(Endings.AFTER_RUN))
                .as("@AfterRun calls")
                .isOne();
    }

    /** The run was closed once, as ended by the user. */
    void checkTold() {
        assertThat(run().finishes()).as(fork::output).containsExactly(new Finish(5, 0));
        assertThat(cloud.oddities()).isEmpty();
    }

    @Override
    public void close() {
        fork.close();
        cloud.close();
    }
}
