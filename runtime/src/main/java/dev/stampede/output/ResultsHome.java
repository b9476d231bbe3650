package dev.stampede.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What the results service does for load tests that run beside it: it takes their runs where there is no cloud, and makes reports of
 * them. Found on the class path, where {@code stampede-results} brings it along. Thread-safe.
 */
public interface ResultsHome {

    /** The one on the class path; empty when there is none. */
    static Optional<ResultsHome> find() {
        return ServiceLoader.load(ResultsHome.class, ResultsHome.class.getClassLoader())
                .findFirst();
    }

    /** A service that takes runs and shows them. Thread-safe. */
    interface Service extends AutoCloseable {
        /** Where it is, such as {@code http://127.0.0.1:41527}: the same for as long as this is open. */
        String url();

        /** What callers must show; empty for nothing. */
        String token();

        /** Lets go of it. What it has taken is kept. */
        @Override
        void close() throws IOException;
    }

    /**
     * Has the runs of a folder taken and shown: by this process, or by the one that does so already. When that one ends before this is
     * closed, this process goes on in its place, at the same URL.
     *
     * @param folder where runs are kept; made when it is not there
     * @throws IOException if the folder cannot be had, or whoever has it does not answer; the message says so
     */
    Service open(Path folder) throws IOException;

    /**
     * An output that writes the run to one HTML file when it is over.
     *
     * @param file to be written; what is there is replaced
     */
    Output report(Path file);
}
