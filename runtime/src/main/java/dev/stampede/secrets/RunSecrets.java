package dev.stampede.secrets;

import dev.stampede.ConfigException;
import dev.stampede.SecretException;
import dev.stampede.output.SecretSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A run's secrets, each looked up once: whoever asks meanwhile waits for that one call, and what came of it holds for the rest
 * of the run. Thread-safe.
 */
public final class RunSecrets {
    private static final String NO_SOURCE = "there is nowhere to look for it: set K6_SECRET_SOURCE or the configuration"
            + " parameter 'stampede.secretSource' (mock=name=value or file=path), or stream to a stack of Grafana Cloud"
            + " k6 that keeps it";

    private final List<SecretSource> sources;
    private final Redactor redactor;
    private final ConcurrentHashMap<String, CompletableFuture<Found>> found = new ConcurrentHashMap<>();

    /**
     * Secrets that nobody has asked for yet.
     *
     * @param sources asked in this order, until one has it
     * @param redactor is told of each value before it is handed out
     */
    public RunSecrets(List<SecretSource> sources, Redactor redactor) {
        this.sources = List.copyOf(sources);
        this.redactor = redactor;
    }

    /** What came of a look-up: a value, or else why there is none. */
    private record Found(@Nullable String value, String failure) {}

    /**
     * Looks up what the run cannot do without.
     *
     * @throws ConfigException naming each that cannot be had, and where it was looked for
     */
    public void require(Collection<String> names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            try {
                String unused = get(name);
            } catch (SecretException e) {
                missing.add(String.valueOf(e.getMessage()));
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
    }

    /**
     * The value of a secret. May wait for a network.
     *
     * @throws SecretException if it cannot be had, or the calling thread is interrupted
     */
    public String get(String name) {
        while (true) {
            CompletableFuture<Found> mine = new CompletableFuture<>();
            CompletableFuture<Found> others = found.putIfAbsent(name, mine);
            try {
                return value(others == null ? lookUp(name, mine) : others.get());
            } catch (CancellationException e) {
                // whoever looked it up was interrupted
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SecretException("interrupted while secret '" + name + "' was looked up");
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static String value(Found found) {
        if (found.value() == null) {
            throw new SecretException(found.failure());
        }
        return found.value();
    }

    private Found lookUp(String name, CompletableFuture<Found> mine) throws InterruptedException {
        boolean done = false;
        try {
            Found result = lookUp(name);
            if (result.value() != null) {
                redactor.add(result.value());
            }
            done = mine.complete(result);
            return result;
        } finally {
            if (!done) {
                found.remove(name, mine);
                boolean unused = mine.cancel(false);
            }
        }
    }

    private Found lookUp(String name) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (SecretSource source : sources) {
            try {
                return new Found(source.secret(name), "");
            } catch (IOException e) {
                if (Thread.interrupted()) { // which cuts calls off: it says nothing of the secret
                    throw new InterruptedException();
                }
                failures.add("in " + source.describe() + ": " + e.getMessage());
            }
        }
        return new Found(
                null,
                "secret '" + name + "' cannot be had; "
                        + (failures.isEmpty() ? NO_SOURCE : "it was looked for " + String.join("; ", failures)));
    }
}
