package dev.stampede.feed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The rows {@code row 1}, {@code row 2} and so on, made as JUnit's sources make theirs; counts what is done with it. */
final class Source implements Supplier<Stream<String>> {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicLong read = new AtomicLong();
    private final long rows;

    Source(long rows) {
        this.rows = rows;
    }

    @Override
    public Stream<String> get() {
        opened.incrementAndGet();
        return Stream.of("only file")
                .flatMap(file -> LongStream.rangeClosed(1, rows)
                        .peek(row -> read.incrementAndGet())
                        .mapToObj(row -> "row " + row))
                .onClose(closed::incrementAndGet);
    }
}
