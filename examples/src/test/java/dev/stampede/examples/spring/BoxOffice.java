package dev.stampede.examples.spring;

import dev.stampede.examples.spring.Programme.Show;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Service;

/** Sells tickets, numbered from 1. Thread-safe. */
@Service
class BoxOffice {
    private final AtomicLong sold = new AtomicLong();

    Ticket sell(Show show) {
        return new Ticket(show.title(), sold.incrementAndGet());
    }

    /** How many tickets have been sold so far. */
    long sold() {
        return sold.get();
    }

    record Ticket(String show, long number) {}
}
