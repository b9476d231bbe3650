package dev.stampede.output.cloud;

import dev.stampede.output.cloud.traces.TraceStream;
import java.util.List;

/** Traced requests, beside the metrics. */
record TraceSide(TraceStream stream) implements SideStream {

    @Override
    public void finish(long until) {
        stream.finish(until);
    }

    @Override
    public List<String> report() {
        return stream.report();
    }
}
