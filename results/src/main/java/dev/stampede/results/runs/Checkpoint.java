package dev.stampede.results.runs;

import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.figures.StateReader;
import dev.stampede.results.figures.StateWriter;
import dev.stampede.results.store.RecordFile;
import dev.stampede.results.store.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a run's metrics came to up to some place in its file, so that only what comes behind it must be read again. It can be thrown away at
 * any time: then all is read.
 *
 * @param covers the place
 * @param lastData when the last metrics before it came
 */
record Checkpoint(RecordFile.Position covers, long lastData, PushKeys keys, RunFigures figures) {
    private static final System.Logger logger = System.getLogger(Checkpoint.class.getName());

    private static final String KIND = "stampede figures";
    /** To be raised when figures come to other bytes, or the same samples to other figures. */
    private static final int VERSION = 2;

    void keep(RunFolder folder) throws IOException {
        folder.checkpoint(stream -> {
            try (OutputStream packed = new FastGzip(stream)) {
                StateWriter out = new StateWriter(packed);
                out.text(KIND);
                out.number(VERSION);
                out.number(covers.bytes());
                out.number(covers.check());
                out.number(lastData);
                keys.save(out);
                figures.save(out);
                out.flush();
            }
        });
    }

    /** That of a folder, if there is one and it fits the metrics there. */
    static Optional<Checkpoint> read(RunFolder folder, Supplier<RunFigures> empty) {
        try (InputStream stream = folder.checkpoint().orElse(null)) {
            return stream == null ? Optional.empty() : read(stream, folder, empty.get());
        } catch (IOException | RuntimeException e) {
            logger.log(System.Logger.Level.DEBUG, "Figures in " + folder.path() + " are made again.", e);
            return Optional.empty();
        }
    }

    private static Optional<Checkpoint> read(InputStream stream, RunFolder folder, RunFigures figures)
            throws IOException {
        try (InputStream packed = new GZIPInputStream(stream, 1 << 16)) {
            StateReader in = new StateReader(packed);
            if (!in.text().equals(KIND) || in.number() != VERSION) {
                return Optional.empty();
            }
            RecordFile.Position covers = new RecordFile.Position(in.number(), (int) in.number());
            if (!folder.hasSamples(covers)) {
                return Optional.empty();
            }
            long lastData = in.number();
            PushKeys keys = new PushKeys();
            keys.restore(in);
            figures.restore(in);
            // at its end the stream's check is looked at
            return in.atEnd() ? Optional.of(new Checkpoint(covers, lastData, keys, figures)) : Optional.empty();
        }
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }

        /** Leaves the stream below open. */
        @Override
        public void close() throws IOException {
            try {
                finish();
            } finally {
                def.end();
            }
        }
    }
}
