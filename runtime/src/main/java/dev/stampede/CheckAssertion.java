package dev.stampede;

/** An assertion of any assertion library: it holds when it returns and fails with an {@link AssertionError}. */
@FunctionalInterface
public interface CheckAssertion {
    /** Asserts. */
    void verify() throws Exception;
}
