package dev.stampede.results.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records that is only appended to. A record is its length (4 bytes), the CRC-32C of its bytes (4 bytes) and its bytes, at
 * least one. What stands behind the last whole record, as a process leaves it that dies while it writes, is cut off when the file is
 * opened. A record in between whose bytes have gone bad is passed over.
 *
 * <p>Confined to whoever holds the run.
 */
public final class RecordFile implements AutoCloseable {
    /** Most bytes of a record: a longer one is what is left of a broken file. */
    public static final int MOST_BYTES = 128 << 20;

    private static final System.Logger logger = System.getLogger(RecordFile.class.getName());
    private static final int HEADER = 8;

    private final Path path;
    private final FileChannel channel;
    private Position end;

    private RecordFile(Path path, FileChannel channel, Position from) {
        this.path = path;
        this.channel = channel;
        this.end = from;
    }

    /**
     * A place between two records. Immutable.
     *
     * @param bytes how many there are before it
     * @param check of lengths and sums of all records before it: another file hardly has the same
     */
    public record Position(long bytes, int check) {
        /** Before the first record. */
        public static final Position START = new Position(0, 0);

        private Position behind(int length, int sum) {
            CRC32C crc = new CRC32C();
            crc.update(ByteBuffer.allocate(12)
                    .putInt(check)
                    .putInt(length)
                    .putInt(sum)
                    .flip());
            return new Position(bytes + HEADER + length, (int) crc.getValue());
        }
    }

    /** Takes the records of a file, in their order. */
    public interface Reader {
        /** A record. */
        void read(byte[] record) throws IOException;
    }

    /**
     * Opens a file, makes it if it is not there, passes what it holds and cuts off what is broken.
     *
     * @param from where to begin; a place that the file {@linkplain #has has}
     */
    public static RecordFile open(Path path, Position from, Reader reader) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            RecordFile file = new RecordFile(path, channel, from);
            file.end = file.readAll(reader);
            long size = channel.size();
            if (file.end.bytes < size) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "{0} ended within a record: {1} bytes behind the last whole one were cut off.",
                        path,
                        size - file.end.bytes);
                channel.truncate(file.end.bytes);
            }
            channel.position(file.end.bytes);
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Passes what a file holds, up to the last whole record, and leaves it as it is.
     *
     * @return where the last whole record ends
     */
    public static Position read(Path path, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new RecordFile(path, channel, Position.START).readAll(reader);
        }
    }

    /** Whether a file has this place. Looks at no more than the records' heads. */
    public static boolean has(Path path, Position wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            Position at = Position.START;
            ByteBuffer head = ByteBuffer.allocate(HEADER);
            while (at.bytes < wanted.bytes && wanted.bytes <= size) {
                head.clear();
                if (channel.read(head, at.bytes) < HEADER) {
                    return false;
                }
                int length = head.getInt(0);
                if (!fits(length, size - at.bytes)) {
                    return false;
                }
                at = at.behind(length, head.getInt(Integer.BYTES));
            }
            return at.equals(wanted);
        }
    }

    private static boolean fits(int length, long room) {
        return length > 0 && length <= MOST_BYTES && length <= room - HEADER;
    }

    private Position readAll(Reader reader) throws IOException {
        channel.position(end.bytes);
        // not closed: that would close the channel
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        long size = channel.size();
        Position at = end;
        Position good = at;
        int bad = 0;
        while (size - at.bytes >= HEADER) {
            int length = in.readInt();
            int sum = in.readInt();
            if (!fits(length, size - at.bytes)) {
                break;
            }
            byte[] record = new byte[length];
            try {
                in.readFully(record);
            } catch (EOFException e) { // it is being cut off elsewhere
                break;
            }
            at = at.behind(length, sum);
            if (sum(record) == sum) {
                passedOver(bad);
                bad = 0;
                reader.read(record);
                good = at;
            } else {
                bad++;
            }
        }
        return good;
    }

    private void passedOver(int records) {
        if (records > 0) {
            logger.log(System.Logger.Level.WARNING, "{0} has {1} broken records: left out.", path, records);
        }
    }

    private static int sum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    /**
     * Appends a record. When it returns, the system has it: it survives the end of this process, though not that of the machine.
     *
     * @param record at least one byte
     * @throws IOException if it could not be written; nothing of it is left then, if that can be had
     */
    public void append(byte[] record) throws IOException {
        int sum = sum(record);
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + record.length);
        buffer.putInt(record.length).putInt(sum).put(record).flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            channel.truncate(end.bytes);
            channel.position(end.bytes);
            throw e;
        }
        end = end.behind(record.length, sum);
    }

    /** The place behind the last record. */
    public Position end() {
        return end;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Lets go of it, when the disk has it. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) { // it is not when its writer was interrupted
            try (channel) {
                channel.force(false);
            }
        }
    }
}
