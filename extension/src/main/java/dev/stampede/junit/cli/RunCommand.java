package dev.stampede.junit.cli;

import dev.stampede.options.Problems;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stampede run}: runs load tests, one after the other. */
@Command(
        name = "run",
        description = {
            "Runs load tests, one after the other, in the order given.",
            "A setting given here is stronger than the same one given in any other way."
        },
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:passed",
            "99:a threshold failed, or iterations threw",
            "100, 101:setup or teardown timed out (102: another timeout)",
            "104:invalid configuration",
            "105:interrupted",
            "107:an exception outside iterations",
            "108:aborted by the test",
            "109:internal error",
            "120:inconclusive: this machine could not drive the load",
            "255:anything else, such as nothing that was run"
        })
final class RunCommand implements Callable<Integer> {
    private final PrintWriter err;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "<test>",
            description =
                    "What to run: a class (com.acme.ShopTest), a method of it (com.acme.ShopTest#browse), or all load"
                            + " tests of a package (com.acme).")
    private List<String> tests = List.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "Log at debug level, settings and where they are from included, and show stack traces.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private RunCommand(PrintWriter err) {
        this.err = err;
    }

    static CommandLine commandLine(PrintWriter err) {
        CommandLine line = new CommandLine(new RunCommand(err));
        Flags.ALL.forEach(flag -> line.getCommandSpec().addOption(flag.option()));
        return line;
    }

    /** @throws dev.stampede.ConfigException naming everything that is wrong with the arguments, before anything is run */
    @Override
    public Integer call() {
        if (verbose) {
            DebugLog.turnOn();
        }
        Problems problems = new Problems();
        Map<String, String> parameters =
                FlagReader.parameters(spec.commandLine().getParseResult(), problems);
        List<Target> targets =
                tests.stream().map(test -> Target.of(test, problems)).toList();
        problems.throwIfAny();
        try (Signals signals = Signals.handle(err)) {
            return new Launch(parameters, new Verdicts(err, verbose), signals).run(targets);
        }
    }
}
