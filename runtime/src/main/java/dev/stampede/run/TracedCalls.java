package dev.stampede.run;

import dev.stampede.Exemplar;
import dev.stampede.clock.Clock;
import dev.stampede.output.Output;
import dev.stampede.output.RequestTrace;
import dev.stampede.traces.Exemplars;
import dev.stampede.traces.TraceOptions;
import dev.stampede.traces.TracedCall;
import dev.stampede.traces.Tracer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * What becomes of a run's traced round trips: the outputs are told of each, and a few are kept as exemplars. By the thread
 * that made the call, which does not wait for any of it. Thread-safe.
 */
final class TracedCalls {
    private static final System.Logger logger = System.getLogger(TracedCalls.class.getName());

    private final List<Output> outputs;
    private final Exemplars exemplars;
    private final Tracer tracer;
    private final UnaryOperator<String> redaction;
    private final AtomicBoolean faulty = new AtomicBoolean();

    /** @param redaction takes secrets out of a text */
    TracedCalls(TraceOptions options, List<Output> outputs, Clock clock, UnaryOperator<String> redaction) {
        this.outputs = outputs;
        this.redaction = redaction;
        exemplars = new Exemplars(options);
        tracer = new Tracer(options, clock, this::isIngested, this::ended);
    }

    Tracer tracer() {
        return tracer;
    }

    List<Exemplar> exemplars() {
        return exemplars.list();
    }

    private boolean isIngested() {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).ingestsTraces()) {
                return true;
            }
        }
        return false;
    }

    /** Also what is not sampled, as in k6: its trace id is known to the server, which may have logged it. */
    private void ended(TracedCall told) {
        TracedCall call = told.withUrl(redaction.apply(told.url()));
        exemplars.add(call);
        if (outputs.isEmpty()) {
            return;
        }
        RequestTrace request = new RequestTrace(
                call.context().traceId(),
                call.startNanos(),
                call.endNanos(),
                call.scenario(),
                call.group(),
                call.name(),
                call.method(),
                call.status());
        for (int i = 0; i < outputs.size(); i++) {
            tell(outputs.get(i), request);
        }
    }

    /** An output's fault is its own: it is told once, and the virtual user goes on. */
    private void tell(Output output, RequestTrace request) {
        try {
            output.traced(request);
        } catch (RuntimeException | Error e) {
            if (faulty.compareAndSet(false, true)) {
                logger.log(
                        System.Logger.Level.ERROR,
                        output.describe() + " does not take traced requests; some are lost",
                        e);
            }
        }
    }
}
