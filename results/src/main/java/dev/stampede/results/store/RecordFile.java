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
 * A file of records that is only appended to. A record is its length (4 bytes), the CRC-32C of its bytes (4 bytes) and its bytes. What
 * stands behind the last whole record, as a process leaves it that dies while it writes, is cut off when the file is opened.
 *
 * <p>Confined to whoever holds the run.
 */
public final class RecordFile implements AutoCloseable {
    /** Most bytes of a record: a longer one is what is left of a broken file. */
    public static final int MOST_BYTES = 128 << 20;

    private static final int HEADER = 8;

    private final Path path;
    private final FileChannel channel;
    private long end;

    private RecordFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the records of a file, from the first one on. */
    public interface Reader {
        /** A record. */
        void read(byte[] record) throws IOException;
    }

    /** Opens a file, makes it if it is not there, passes what it holds and cuts off what is broken. */
    public static RecordFile open(Path path, Reader reader) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            RecordFile file = new RecordFile(path, channel);
            file.end = file.readAll(reader);
            if (file.end < channel.size()) {
                channel.truncate(file.end);
            }
            channel.position(file.end);
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Passes what a file holds, up to the last whole record, and leaves it as it is. */
    public static void read(Path path, Reader reader) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            new RecordFile(path, channel).readAll(reader);
        }
    }

    private long readAll(Reader reader) throws IOException {
        // not closed: that would close the channel
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
        long size = channel.size();
        long good = 0;
        while (size - good >= HEADER) {
            int length = in.readInt();
            int sum = in.readInt();
            if (length < 0 || length > MOST_BYTES || length > size - good - HEADER) {
                break;
            }
            byte[] record = new byte[length];
            try {
                in.readFully(record);
            } catch (EOFException e) { // it is being cut off elsewhere
                break;
            }
            if (sum(record) != sum) {
                break;
            }
            reader.read(record);
            good += HEADER + length;
        }
        return good;
    }

    private static int sum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record);
        return (int) crc.getValue();
    }

    /**
     * Appends a record. When it returns, the system has it: it survives the end of this process, though not that of the machine.
     *
     * @throws IOException if it could not be written; nothing of it is left then, if that can be had
     */
    public void append(byte[] record) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + record.length);
        buffer.putInt(record.length).putInt(sum(record)).put(record).flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            channel.truncate(end);
            channel.position(end);
            throw e;
        }
        end += HEADER + record.length;
    }

    /** Bytes of whole records. */
    public long size() {
        return end;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
