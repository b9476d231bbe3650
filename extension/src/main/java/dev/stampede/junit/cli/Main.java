package dev.stampede.junit.cli;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * The command line. It runs load tests that are on the class path, with flags and exit codes as k6 has them:
 *
 * <pre>{@code
 * java -cp … dev.stampede.junit.cli.Main run com.acme.CheckoutTest#checkout --vus 20 --duration 30s
 * java -cp … dev.stampede.junit.cli.Main help run
 * java -cp … dev.stampede.junit.cli.Main cloud finish
 * }</pre>
 *
 * <p>Beside the tests and {@code stampede-junit}, the class path needs {@code info.picocli:picocli} and {@code
 * org.junit.platform:junit-platform-launcher}, which {@code stampede-junit} does not bring along, and JUnit's engine, {@code
 * org.junit.jupiter:junit-jupiter-engine}.
 *
 * <p>While load tests are run, the first SIGINT or SIGTERM ends the open run as aborted by the user, and then the process;
 * the second ends the process at once. {@code cloud finish} closes runs that a process left open which was killed.
 *
 * <p>A setting given as a flag is stronger than the same one given in any other way. Exit codes: 0 passed, 99 thresholds
 * failed (which is also what iterations that throw come to), 100 and 101 setup or teardown timed out, 102 another timeout,
 * 104 invalid configuration, 105 interrupted, 107 an exception outside iterations, 108 {@link dev.stampede.Vu#abort}, 109
 * an internal error, 120 inconclusive (ours, not k6's), 255 anything else. Of several runs, the first code that is not 0 counts. (k6: {@code
 * errext/exitcodes/codes.go}.)
 */
public final class Main {
    private Main() {}

    /** Does what the arguments say, and ends the JVM with the exit code. */
    public static void main(String[] args) {
        System.exit(run(args, console(System.out), console(System.err)));
    }

    /**
     * Does what the arguments say.
     *
     * @return the exit code
     */
    static int run(String[] args, PrintWriter out, PrintWriter err) {
        try {
            return Stampede.commandLine(out, err, System.getenv()).execute(args);
        } catch (RuntimeException | Error e) {
            if (e instanceof NoClassDefFoundError && isOptional(String.valueOf(e.getMessage()))) {
                err.println("There is no " + e.getMessage() + " on the class path. The command line needs"
                        + " info.picocli:picocli and org.junit.platform:junit-platform-launcher beside stampede-junit: add"
                        + " both to the tests' dependencies.");
                return ExitCode.INVALID_CONFIG;
            }
            e.printStackTrace(err);
            return ExitCode.INTERNAL_ERROR;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static boolean isOptional(String className) {
        return className.startsWith("picocli/") || className.startsWith("org/junit/platform/launcher/");
    }

    /** In the encoding of the terminal, unlike a writer that is made of the stream alone. */
    private static PrintWriter console(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
