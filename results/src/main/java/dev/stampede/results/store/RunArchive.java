package dev.stampede.results.store;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A run as one file: a zip of {@value RunFolder#FACTS}, {@value RunFolder#SAMPLES}, {@value RunFolder#LOGS} and {@value
 * RunFolder#ARCHIVE}, and of nothing else, so that no name in it is a path. Whoever made the file is not trusted.
 */
public final class RunArchive {
    private static final long GIGABYTE = 1L << 30;

    /** By name of a file, most bytes of it. */
    private static final Map<String, Long> KNOWN = Map.of(
            RunFolder.FACTS,
            4L << 20,
            RunFolder.SAMPLES,
            4 * GIGABYTE,
            RunFolder.LOGS,
            GIGABYTE,
            RunFolder.ARCHIVE,
            GIGABYTE);

    /** Most bytes of the zip. */
    private static final long MOST_PACKED = 2 * GIGABYTE;

    /** Beyond so many bytes, what makes this many times as many of them as were read is no run but a bomb. */
    private static final long SURELY_HARMLESS = 16L << 20;

    private static final int MOST_TIMES = 200;

    private RunArchive() {}

    /** It is not what a run is exported to. The message says why. */
    public static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        /** @param message why */
        public MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Writes a run.
     *
     * @param facts what it is, as JSON
     * @param sizes by name of another file in its folder, how many of its bytes
     */
    public static void write(Path folder, byte[] facts, Map<String, Long> sizes, OutputStream to) throws IOException {
        // not closed: the stream is the caller's
        ZipOutputStream zip = new ZipOutputStream(to);
        zip.setLevel(Deflater.BEST_SPEED); // most of it is packed already
        zip.putNextEntry(new ZipEntry(RunFolder.FACTS));
        zip.write(facts);
        zip.closeEntry();
        for (Map.Entry<String, Long> file : sizes.entrySet()) {
            zip.putNextEntry(new ZipEntry(file.getKey()));
            try (InputStream in = Files.newInputStream(folder.resolve(file.getKey()))) {
                copy(in, file.getValue(), zip);
            }
            zip.closeEntry();
        }
        zip.finish();
    }

    private static void copy(InputStream from, long bytes, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = bytes;
        while (left > 0) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException("a file of the run has become shorter");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    /**
     * Reads a run into a folder that is empty.
     *
     * @throws MalformedException if it is none, or larger than a run can be
     */
    public static void read(InputStream from, Path folder) throws IOException {
        Counted counted = new Counted(from);
        // not closed: the stream is the caller's
        ZipInputStream zip = new ZipInputStream(counted);
        Set<String> seen = new HashSet<>();
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Long most = KNOWN.get(entry.getName());
                if (most == null) {
                    throw new MalformedException("it has a file that is none of a run: " + shown(entry.getName()));
                }
                if (!seen.add(entry.getName())) {
                    throw new MalformedException("it has " + entry.getName() + " twice");
                }
                try (OutputStream out = Files.newOutputStream(folder.resolve(entry.getName()))) {
                    unpack(zip, entry.getName(), most, counted, out);
                }
            }
        } catch (EOFException e) {
            throw new MalformedException("it ends too early");
        } catch (ZipException | IllegalArgumentException e) { // the latter for a name that is no text
            throw new MalformedException("it is no zip file, or a broken one: " + e.getMessage());
        }
        if (!seen.contains(RunFolder.FACTS)) {
            throw new MalformedException(
                    seen.isEmpty()
                            ? "it is no zip file"
                            : "it has no " + RunFolder.FACTS + ", which says what the run is");
        }
    }

    private static void unpack(InputStream zip, String name, long most, Counted counted, OutputStream out)
            throws IOException {
        byte[] buffer = new byte[1 << 16];
        long before = counted.bytes;
        long written = 0;
        for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
            written += read;
            if (written > most) {
                throw new MalformedException(name + " is larger than " + most + " bytes");
            }
            if (written > SURELY_HARMLESS && written / MOST_TIMES > counted.bytes - before) {
                throw new MalformedException(name + " is packed more tightly than any file of a run");
            }
            out.write(buffer, 0, read);
        }
    }

    private static String shown(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }

    /** Counts what is read, of which there must not be too much. */
    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            more(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            more(Math.max(0, read));
            return read;
        }

        private void more(int read) throws MalformedException {
            bytes += read;
            if (bytes > MOST_PACKED) {
                throw new MalformedException("it is larger than " + MOST_PACKED + " bytes");
            }
        }
    }
}
