package dev.stampede.junit.cli;

import dev.stampede.ConfigException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import picocli.AutoComplete.GenerateCompletion;
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

/** The command {@code stampede}, with its subcommands. */
@Command(
        name = "stampede",
        description = "Runs load tests that are written as JUnit tests.",
        versionProvider = Stampede.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HelpCommand.class, GenerateCompletion.class})
final class Stampede implements Runnable {

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

    /** Ready to execute arguments; exceptions become exit codes. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return commandLine(out, err, environment, Prompts::of);
    }

    /** The same with answers to what is asked. */
    static CommandLine commandLine(
            PrintWriter out, PrintWriter err, Map<String, String> environment, Function<PrintWriter, Prompts> prompts) {
        CommandLine line = new CommandLine(new Stampede());
        line.addSubcommand(RunCommand.commandLine(err));
        line.addSubcommand(CloudCommand.commandLine(environment, prompts));
        line.addSubcommand(new EntrypointCommand());
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Stampede::wrongArguments);
        line.setExecutionExceptionHandler(Stampede::failed);
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
        return ExitCode.INVALID_CONFIG;
    }

    private static int failed(Exception e, CommandLine command, ParseResult arguments) {
        if (e instanceof ConfigException) {
            command.getErr().println(e.getMessage());
            return ExitCode.INVALID_CONFIG;
        }
        e.printStackTrace(command.getErr());
        return ExitCode.INTERNAL_ERROR;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version =
                    Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(no release)");
            return new String[] {
                "stampede " + version + " (Java " + Runtime.version().feature() + ", " + System.getProperty("os.name")
                        + "/" + System.getProperty("os.arch") + ")"
            };
        }
    }
}
