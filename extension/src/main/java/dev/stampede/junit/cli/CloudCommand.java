package dev.stampede.junit.cli;

import dev.stampede.ConfigException;
import dev.stampede.options.Setting;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.login.ConfigFile;
import dev.stampede.output.cloud.runs.LeftSpools;
import dev.stampede.output.cloud.runs.OpenJournals;
import dev.stampede.run.LoadOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stampede cloud}: what concerns runs in the cloud. Needs no JUnit. */
@Command(
        name = "cloud",
        description = "Does things to runs in the cloud.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class CloudCommand implements Runnable {
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    CloudCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** With the subcommands that have a class of their own. */
    static CommandLine commandLine(Map<String, String> environment, Function<PrintWriter, Prompts> prompts) {
        return new CommandLine(new CloudCommand(environment)).addSubcommand(new LoginCommand(environment, prompts));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "finish",
            description = {
                "Closes runs in the cloud that were left open, as aborted by the user: their process was killed, or could"
                        + " not reach the cloud when it ended. (What ended in order is closed as it had ended.)",
                "May be called at any time, and again. Runs whose process is alive are left alone. The token is taken from"
                        + " the environment variable K6_CLOUD_TOKEN, else from what 'cloud login' has stored."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:nothing is left open",
                "104:no token, or invalid configuration",
                "255:a run could not be closed"
            })
    int finish(
            @Option(
                            names = "--folder",
                            paramLabel = "<folder>",
                            description = "The folder that the tests were given (STAMPEDE_FOLDER, or .stampede).")
                    @Nullable
                    String folder,
            @Option(
                            names = "--host",
                            paramLabel = "<url>",
                            description =
                                    "The service that takes the token (K6_CLOUD_HOST, or https://ingest.k6.io); runs at"
                                            + " other hosts are left open, but for those on this machine.")
                    @Nullable
                    String host) {
        Path kept = folder(folder);
        List<OpenJournals.Closing> closings = OpenJournals.finishAll(kept, service(host));
        CommandLine line = spec.commandLine();
        if (closings.isEmpty()) {
            line.getOut().println("No run was left open in " + kept + ".");
        }
        boolean failed = false;
        for (OpenJournals.Closing closing : closings) {
            boolean wrong = closing.outcome() == OpenJournals.Outcome.FAILED;
            (wrong ? line.getErr() : line.getOut()).println(closing.text());
            failed |= wrong;
        }
        LeftSpools.unsent(kept).forEach(line.getOut()::println);
        return failed ? ExitCode.OTHER : ExitCode.PASSED;
    }

    @Command(
            name = "push",
            description = {
                "Pushes metrics that runs have left unsent on disk: the cloud was away when they ended, or their process was"
                        + " killed. Then closes those of the runs that are open still, as 'finish' does.",
                "May be called at any time, and again: what has arrived is not counted twice. Runs whose process is alive are"
                        + " left alone. The token is taken from the environment variable K6_CLOUD_TOKEN, else from what"
                        + " 'cloud login' has stored."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:nothing is left unsent",
                "104:no token, or invalid configuration",
                "255:something could not be pushed, or a run not be closed"
            })
    int push(
            @Parameters(
                            paramLabel = "<run>",
                            arity = "0..*",
                            description =
                                    "Folders of runs, as they are named where metrics were left. Without any: all runs.")
                    List<String> runs,
            @Option(
                            names = "--folder",
                            paramLabel = "<folder>",
                            description = "The folder that the tests were given (STAMPEDE_FOLDER, or .stampede).")
                    @Nullable
                    String folder,
            @Option(
                            names = "--host",
                            paramLabel = "<url>",
                            description = "The service that takes the token (K6_CLOUD_HOST, or https://ingest.k6.io);"
                                    + " nothing is pushed to other hosts, but to this machine.")
                    @Nullable
                    String host) {
        List<Path> chosen = runs == null || runs.isEmpty() ? OpenJournals.runs(folder(folder)) : folders(runs);
        List<LeftSpools.Push> pushes = LeftSpools.pushAll(chosen, service(host));
        CommandLine line = spec.commandLine();
        if (pushes.isEmpty()) {
            line.getOut().println("Nothing was left unsent.");
        }
        boolean failed = false;
        for (LeftSpools.Push push : pushes) {
            (push.isDone() ? line.getOut() : line.getErr()).println(push.text());
            failed |= !push.isDone();
        }
        return failed ? ExitCode.OTHER : ExitCode.PASSED;
    }

    /** The last run that has sent everything takes the folder of all runs with it. */
    private static boolean mayHaveHeldRuns(Path gone) {
        Path folder = gone.getParent();
        return gone.endsWith("runs") && folder != null && Files.isDirectory(folder);
    }

    private static List<Path> folders(List<String> runs) {
        List<Path> folders = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String run : runs) {
            try {
                Path path = Path.of(run).toAbsolutePath().normalize();
                Path parent = path.getParent();
                // the name that is printed is the run's, but it is the spool that people look for
                boolean isSpool = parent != null && path.endsWith("spool") && LeftSpools.isRun(parent);
                if (Files.isDirectory(path)) {
                    folders.add(isSpool ? parent : path);
                } else if (parent != null && !Files.isDirectory(parent) && !mayHaveHeldRuns(parent)) {
                    problems.add("There is no folder " + path + ": give that of a run, such as .stampede/runs/shop-17,"
                            + " or none for all.");
                }
            } catch (InvalidPathException e) {
                problems.add("There can be no such folder: " + e.getReason() + ", given as '" + run + "'.");
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return folders;
    }

    private CloudConfig service(@Nullable String host) {
        ConfigFile login = ConfigFile.ofThisMachine(environment);
        CloudConfig.Builder service =
                CloudConfig.builder().file(login.cloud(), login.source()).environment(environment);
        if (host != null) {
            service.apply(Map.of("host", host), key -> "flag --host");
        }
        return service.build();
    }

    /** As for runs, but for what only JUnit can read. */
    private Path folder(@Nullable String flag) {
        String given = flag;
        if (given == null) {
            given = environment.get(Objects.requireNonNull(Setting.FOLDER.variable()));
        }
        if (given == null || given.isEmpty()) {
            given = System.getProperty(Setting.FOLDER.parameter(), "");
        }
        try {
            return given.isEmpty() ? LoadOptions.DEFAULT_FOLDER : Path.of(given);
        } catch (InvalidPathException e) {
            throw new ConfigException(List.of("There can be no such folder: " + e.getReason() + ", given as '" + given
                    + "'. Use a path such as .stampede."));
        }
    }
}
