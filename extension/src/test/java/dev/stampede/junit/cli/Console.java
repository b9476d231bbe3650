package dev.stampede.junit.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed, and what it ended with. */
record Console(int exitCode, String out, String err) {

    /** Runs the command line in this JVM. */
    static Console of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(args, new PrintWriter(out), new PrintWriter(err));
        return new Console(code, out.toString(), err.toString());
    }

    static Console run(Class<?> type, String... flags) {
        String[] args = new String[flags.length + 2];
        args[0] = "run";
        args[1] = type.getName();
        System.arraycopy(flags, 0, args, 2, flags.length);
        return of(args);
    }
}
