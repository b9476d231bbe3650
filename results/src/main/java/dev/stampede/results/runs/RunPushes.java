package dev.stampede.results.runs;

import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.results.store.PushRecord;
import dev.stampede.results.wire.MetricsBody;
import dev.stampede.results.wire.Refusal;
import dev.stampede.results.wire.UnpackBudget;
import java.io.IOException;
import java.time.Clock;

/** Takes the metrics of a run, each push once. Thread-safe: pushes are unpacked side by side, and one at a time holds the run. */
final class RunPushes {
    private final String id;
    private final HeldRun run;
    private final Clock clock;
    private final UnpackBudget unpacking;

    /** @param unpacking how many bytes of pushes may be in memory at a time, of all runs */
    RunPushes(String id, HeldRun run, Clock clock, UnpackBudget unpacking) {
        this.id = id;
        this.run = run;
        this.clock = clock;
        this.unpacking = unpacking;
    }

    /** Takes a push, in the words of {@link Run#push}. */
    void take(String key, String encoding, byte[] body) throws Refusal, IOException {
        int turn = unpacking.take(MetricsBody.room(body, encoding));
        try {
            add(key, encoding, body);
        } finally {
            unpacking.giveBack(turn);
        }
    }

    private void add(String key, String encoding, byte[] body) throws Refusal, IOException {
        MetricSet metrics = MetricsBody.read(body, encoding);
        if (!metrics.getTestRunId().equals(id)) {
            throw new Refusal(400, "the metrics are of test run '" + metrics.getTestRunId() + "', not of " + id);
        }
        run.lock().lock();
        try {
            Loaded known = run.load();
            if (known.has(key)) {
                return;
            }
            PushRecord push = new PushRecord(clock.millis(), key, encoding, body);
            long created = run.facts().created();
            known.check(push, metrics, created);
            run.folder().append(push);
            known.add(push, metrics, created);
            run.become(run.facts().withData(push.receivedMillis()));
        } finally {
            run.lock().unlock();
        }
    }
}
