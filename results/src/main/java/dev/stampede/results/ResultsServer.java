package dev.stampede.results;

import dev.stampede.results.cloud.StreamFlow;
import dev.stampede.results.http.Routes;
import dev.stampede.results.http.Server;
import dev.stampede.results.page.PageFiles;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.view.RunApi;
import dev.stampede.results.view.RunReport;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A results service that runs. Thread-safe. */
public final class ResultsServer implements AutoCloseable {
    private final Runs runs;
    private final Server server;

    private ResultsServer(Runs runs, Server server) {
        this.runs = runs;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @throws IOException if the folder or the port cannot be had
     */
    public static ResultsServer start(ResultsOptions options) throws IOException {
        Runs runs = Runs.open(options.folder(), options.clock());
        try {
            Routes routes = new Routes();
            new StreamFlow(runs).addTo(routes);
            new RunApi(runs).addTo(routes);
            RunReport.addTo(routes, runs, options.clock());
            PageFiles.addTo(routes);
            return new ResultsServer(runs, Server.start(options.address(), options.token(), routes));
        } catch (IOException | RuntimeException e) {
            runs.close();
            throw e;
        }
    }

    /** Where it can be reached, such as {@code http://127.0.0.1:6565}. */
    public String url() {
        InetSocketAddress address = server.address();
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The runs it has. */
    public Runs runs() {
        return runs;
    }

    /** Stops it. What it has taken is kept. */
    @Override
    public void close() throws IOException {
        server.close();
        runs.close();
    }
}
