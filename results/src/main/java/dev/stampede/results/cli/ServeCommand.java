package dev.stampede.results.cli;

import dev.stampede.results.ResultsOptions;
import dev.stampede.results.ResultsServer;
import dev.stampede.results.runs.Retention;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stampede-results serve}: takes runs and shows them until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Takes the results of load tests and shows them on a page, until Ctrl-C.",
            "Load tests stream to it with K6_CLOUD_HOST set to its URL, and k6 does with 'k6 run --out cloud'."
        },
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    static final String TOKEN = "STAMPEDE_RESULTS_TOKEN";

    private static final int MOST_PORT = 65_535;

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "<address>",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on (default: ${DEFAULT-VALUE}, this machine only). Any other needs a token.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "<number>",
            defaultValue = "6565",
            description = "Port to listen on; 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private DataOption data;

    @Option(
            names = "--token",
            paramLabel = "<token>",
            description = "What load tests and people must show. Better in " + TOKEN
                    + ", as others on this machine can read arguments.")
    private @Nullable String token;

    @Option(
            names = "--keep-runs",
            paramLabel = "<number>",
            defaultValue = "200",
            description = "Most runs to keep, the oldest go; 0 for all (default: ${DEFAULT-VALUE}).")
    private int keepRuns;

    @Option(
            names = "--keep-days",
            paramLabel = "<days>",
            defaultValue = "0",
            description = "How long to keep a run; 0 for ever (default: ${DEFAULT-VALUE}).")
    private int keepDays;

    @Option(
            names = "--keep-megabytes",
            paramLabel = "<MB>",
            defaultValue = "0",
            description = "Most of the disk to use for all runs; 0 for all there is (default: ${DEFAULT-VALUE}).")
    private int keepMegabytes;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and end.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, Results.FailedException, InterruptedException {
        ResultsOptions options =
                new ResultsOptions(data.folder(), address(), token(), Clock.systemUTC()).retention(retention());
        ResultsServer server = start(options);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Results of load tests: " + shown(server));
        out.println("  kept in " + data.where() + (options.token().isEmpty() ? "" : "; for whoever has the token"));
        out.flush();
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "stampede-results-close"));
        never.await();
        return 0;
    }

    private ResultsServer start(ResultsOptions options) throws IOException, Results.FailedException {
        try {
            return data.having(() -> ResultsServer.start(options));
        } catch (SocketException e) {
            throw new Results.FailedException("Cannot listen on " + host + ":" + port + ": " + e.getMessage()
                    + ". Choose another port with --port (0 for any that is free), or another address with --host.");
        }
    }

    private InetSocketAddress address() throws Results.FailedException {
        if (port < 0 || port > MOST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port must be from 0 to 65535 but is " + port);
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Results.FailedException("There is no address '" + host + "' to listen on (--host).");
        }
        if (!address.isLoopbackAddress() && token().isEmpty()) {
            throw new Results.FailedException("Others can reach a service on " + host + ", so it needs a token: set "
                    + TOKEN + " or --token, or leave out --host.");
        }
        return new InetSocketAddress(address, port);
    }

    private String token() {
        String given = token != null ? token : environment.getOrDefault(TOKEN, "");
        return given.strip();
    }

    private Retention retention() {
        if (keepRuns < 0 || keepDays < 0 || keepMegabytes < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--keep-runs, --keep-days and --keep-megabytes must not be negative");
        }
        return new Retention(keepRuns, Duration.ofDays(keepDays), (long) keepMegabytes << 20);
    }

    /** One that can be opened, also when it listens on all addresses. */
    private static String shown(ResultsServer server) {
        return server.url().replace("//0.0.0.0:", "//127.0.0.1:").replaceFirst("//\\[0(:0){7}]:", "//[::1]:");
    }

    private static void close(ResultsServer server) {
        try {
            server.close();
        } catch (IOException e) {
            System.getLogger(ServeCommand.class.getName())
                    .log(System.Logger.Level.WARNING, "The results could not be closed.", e);
        }
    }
}
