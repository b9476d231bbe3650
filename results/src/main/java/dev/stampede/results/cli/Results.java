package dev.stampede.results.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code stampede-results}, with its subcommands. */
@Command(
        name = "stampede-results",
        description = "Keeps the results of load tests and shows them on a page.",
        versionProvider = Results.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HelpCommand.class, ListCommand.class, ExportCommand.class, ImportCommand.class})
final class Results implements Runnable {
    private static final System.Logger logger = System.getLogger(Results.class.getName());

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    /** It cannot be done, for a reason that is said in words. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }

    /** Ready to execute arguments; exceptions become exit codes. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        CommandLine line = new CommandLine(new Results());
        line.addSubcommand(new ServeCommand(environment));
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Results::wrongArguments);
        line.setExecutionExceptionHandler(Results::failed);
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** One line instead of the whole help, which hides it. */
    private static int wrongArguments(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult arguments) {
        logger.log(System.Logger.Level.DEBUG, "It could not be done.", e);
        command.getErr().println(Troubles.inWords(e));
        return Main.FAILED;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version =
                    Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(no release)");
            return new String[] {
                "stampede-results " + version + " (Java " + Runtime.version().feature() + ")"
            };
        }
    }
}
