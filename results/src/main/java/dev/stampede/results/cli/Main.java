package dev.stampede.results.cli;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * The results service as a program of its own:
 *
 * <pre>{@code
 * java -jar stampede-results.jar serve --port 6565 --data .stampede
 * java -jar stampede-results.jar list
 * java -jar stampede-results.jar export 1001 run.zip
 * java -jar stampede-results.jar import run.zip
 * }</pre>
 *
 * <p>The executable jar has all it needs. With {@code stampede-results} on a class path, {@code info.picocli:picocli} must be there
 * too, which it does not bring along.
 *
 * <p>Exit codes: 0 done, 1 not done, 2 wrong arguments. {@code serve} goes on until SIGINT (Ctrl-C) or SIGTERM.
 */
public final class Main {
    static final int FAILED = 1;

    private Main() {}

    /** Does what the arguments say, and ends the JVM with the exit code. */
    public static void main(String[] args) {
        System.exit(run(args, console(System.out), console(System.err)));
    }

    private static int run(String[] args, PrintWriter out, PrintWriter err) {
        try {
            return Results.commandLine(out, err, System.getenv()).execute(args);
        } catch (NoClassDefFoundError e) {
            if (!String.valueOf(e.getMessage()).startsWith("picocli/")) {
                throw e;
            }
            err.println(
                    "There is no " + e.getMessage() + " on the class path. The command line needs info.picocli:picocli"
                            + " beside stampede-results; the executable jar, stampede-results.jar, has it.");
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** In the encoding of the terminal, unlike a writer that is made of the stream alone. */
    private static PrintWriter console(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
