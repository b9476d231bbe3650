package dev.stampede.results.embedded;

import dev.stampede.output.Output;
import dev.stampede.output.ResultsHome;
import java.io.IOException;
import java.nio.file.Path;

/** What load tests get of the results service when it is on their class path. Stateless; made by {@link java.util.ServiceLoader}. */
public final class EmbeddedResults implements ResultsHome {

    /** Called by {@link java.util.ServiceLoader}. */
    public EmbeddedResults() {}

    @Override
    public Service open(Path folder) throws IOException {
        return SharedService.open(folder);
    }

    @Override
    public Output report(Path file) {
        return new ReportOutput(file);
    }
}
