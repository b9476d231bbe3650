package dev.stampede.output;

import java.io.IOException;

/** Where secrets come from. Thread-safe. */
public interface SecretSource {

    /** What it is, for people. */
    String describe();

    /**
     * Looks a secret up. May wait for a network.
     *
     * @throws IOException if it cannot be had, with a message for people that does not hold it
     */
    String secret(String name) throws IOException, InterruptedException;
}
