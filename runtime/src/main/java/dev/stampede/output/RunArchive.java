package dev.stampede.output;

import java.io.IOException;
import java.io.OutputStream;

/** What the run is made of, as a tar file: for outputs that keep it beside the results. */
public interface RunArchive {

    /** Writes it. The same bytes each time. */
    void writeTo(OutputStream out) throws IOException;
}
