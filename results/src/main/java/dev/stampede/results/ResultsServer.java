package dev.stampede.results;

import dev.stampede.results.cloud.CloudApi;
import dev.stampede.results.http.Routes;
import dev.stampede.results.http.Server;
import dev.stampede.results.page.PageFiles;
import dev.stampede.results.runs.LoadTests;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.ServiceFile;
import dev.stampede.results.view.RunApi;
import dev.stampede.results.view.RunFiles;
import dev.stampede.results.view.RunReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A results service that runs. Thread-safe. */
public final class ResultsServer implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(ResultsServer.class.getName());

    private final Path folder;
    private final Runs runs;
    private final LoadTests loadTests;
    private final Server server;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stampede-results-clock").factory());

    private ResultsServer(Path folder, Runs runs, LoadTests loadTests, Server server) {
        this.folder = folder;
        this.runs = runs;
        this.loadTests = loadTests;
        this.server = server;
    }

    private void tick() {
        try {
            runs.tick();
            server.tick();
        } catch (RuntimeException e) { // it must not be the last time
            logger.log(System.Logger.Level.WARNING, "The service could not look after its runs.", e);
        }
    }

    /**
     * Starts it.
     *
     * @throws IOException if the folder or the port cannot be had
     */
    public static ResultsServer start(ResultsOptions options) throws IOException {
        Runs runs = Runs.open(options.folder(), options.clock(), options.seriesBudget(), options.retention());
        try {
            Routes routes = new Routes();
            LoadTests loadTests = LoadTests.open(options.folder(), options.clock());
            new CloudApi(runs, loadTests, options.overrides()).addTo(routes);
            new RunApi(runs).addTo(routes);
            new RunFiles(runs).addTo(routes);
            RunReport.addTo(routes, runs, options.clock());
            PageFiles.addTo(routes);
            ServiceFile.removeFrom(options.folder()); // of a process that was killed
            Server server = Server.start(options.address(), options.token(), routes, options.clock());
            ResultsServer started = new ResultsServer(options.folder(), runs, loadTests, server);
            started.announce(options.token());
            Future<?> unused = started.ticker.scheduleWithFixedDelay(started::tick, 0, 1, TimeUnit.SECONDS);
            return started;
        } catch (IOException | RuntimeException e) {
            runs.close();
            throw e;
        }
    }

    /** Other processes of this user find it then. That they cannot is no reason not to serve. */
    private void announce(String token) {
        try {
            new ServiceFile(url(), token).writeTo(folder);
        } catch (IOException e) {
            logger.log(
                    System.Logger.Level.WARNING, "Where the results service is cannot be noted in " + folder + ".", e);
        }
    }

    /** Where it can be reached from this machine, such as {@code http://127.0.0.1:6565}. */
    public String url() {
        InetSocketAddress address = server.address();
        InetAddress reached =
                address.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address.getAddress();
        String host = reached.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The runs it has. */
    public Runs runs() {
        return runs;
    }

    /** Stops it. What it has taken is kept. */
    @Override
    public void close() throws IOException {
        ticker.close(); // not in the middle of writing a file
        ServiceFile.removeFrom(folder);
        server.close(); // calls that it was answering may go on: they find all closed
        loadTests.close();
        runs.close();
    }
}
