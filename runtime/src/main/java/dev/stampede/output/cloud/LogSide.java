package dev.stampede.output.cloud;

import dev.stampede.output.cloud.logs.LogsPush;
import java.util.List;

/** Logs, beside metrics. */
record LogSide(LogsPush push) implements SideStream {
    @Override
    public void finish(long until) {
        push.finish(until);
    }

    @Override
    public List<String> report() {
        return push.report();
    }
}
