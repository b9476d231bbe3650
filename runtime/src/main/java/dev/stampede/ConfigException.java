package dev.stampede;

import java.util.List;

/**
 * The load test cannot start as it is configured. Lists every problem found: each says what is wrong, what was given and
 * where it came from, and what to do. Never holds a secret.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong; not empty. */
    private final String[] problems;

    /** One problem. */
    public ConfigException(String problem) {
        this(List.of(problem));
    }

    /** Several problems. */
    public ConfigException(List<String> problems) {
        super(message(problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** What is wrong; not empty. */
    public List<String> problems() {
        return List.of(problems);
    }

    private static String message(List<String> problems) {
        return problems.size() == 1
                ? problems.getFirst()
                : "The load test has " + problems.size() + " configuration problems:\n\t- "
                        + String.join("\n\t- ", problems);
    }
}
