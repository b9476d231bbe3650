package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Says what a load test may take, when it wants something that nothing resolves. Immutable. */
record ParameterAdvice(Site site) implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        String message = thrown.getMessage();
        if (thrown instanceof ParameterResolutionException
                && message != null
                && message.startsWith("No ParameterResolver registered")) {
            ConfigException advice = new ConfigException(
                    site.loadTest() + ": " + message + (message.endsWith(".") ? "" : ".")
                            + " A load test may take Vu, Http"
                            + " and OkHttpClient, columns of its data (such as @CsvSource), and what JUnit's extensions resolve.");
            advice.initCause(thrown);
            throw advice;
        }
        throw thrown;
    }
}
