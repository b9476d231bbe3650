package dev.stampede.results.embedded;

import dev.stampede.output.ResultsHome;
import dev.stampede.results.ResultsOptions;
import dev.stampede.results.ResultsServer;
import dev.stampede.results.store.FolderInUseException;
import dev.stampede.results.store.ServiceFile;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service of a folder, which only one process at a time can have: the first that wants it starts it, others find it there. When that
 * process ends, one of the others takes its place at the same URL: what a client pushes meanwhile is kept by the client, and comes then.
 *
 * <p>Thread-safe.
 */
final class SharedService implements ResultsHome.Service {
    private static final System.Logger logger = System.getLogger(SharedService.class.getName());

    /** Whoever has the folder needs some time to say where it is, or to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int ANSWER_MILLIS = 2_000;
    private static final int LOOK_MILLIS = 100;

    /** A client goes on trying for much longer. */
    private static final int WATCH_MILLIS = 500;

    private final Path folder;
    private final ServiceFile place;
    private final Object lock = new Object();
    // guarded by lock
    private @Nullable ResultsServer own;
    private boolean closed;

    private SharedService(Path folder, ServiceFile place, @Nullable ResultsServer own) {
        this.folder = folder;
        this.place = place;
        this.own = own;
    }

    static SharedService open(Path folder) throws IOException {
        return open(folder, PATIENCE);
    }

    /** @param patience how long whoever has the folder may take to answer */
    static SharedService open(Path folder, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                ResultsServer server = ResultsServer.start(ResultsOptions.in(folder));
                return new SharedService(folder, new ServiceFile(server.url(), ""), server);
            } catch (FolderInUseException e) {
                Optional<ServiceFile> there = ServiceFile.of(folder).filter(SharedService::answers);
                if (there.isPresent()) {
                    SharedService guest = new SharedService(folder, there.get(), null);
                    Thread unused = Thread.ofPlatform()
                            .daemon()
                            .name("stampede-results-watch")
                            .start(guest::watch);
                    return guest;
                }
                if (System.nanoTime() > until) {
                    throw new IOException(e.getMessage() + ". It does not answer.", e);
                }
                pause(LOOK_MILLIS);
            }
        }
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another results service", e);
        }
    }

    /** Whether there is a service that takes our runs. */
    private static boolean answers(ServiceFile there) {
        try {
            HttpURLConnection call = (HttpURLConnection)
                    URI.create(there.url() + "/cloud/v6/auth").toURL().openConnection(Proxy.NO_PROXY);
            call.setConnectTimeout(ANSWER_MILLIS);
            call.setReadTimeout(ANSWER_MILLIS);
            call.setRequestProperty("Authorization", "Bearer " + there.token());
            try {
                return call.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                call.disconnect();
            }
        } catch (IOException | IllegalArgumentException e) {
            logger.log(System.Logger.Level.DEBUG, "no results service at " + there.url(), e);
            return false;
        }
    }

    private void watch() {
        try {
            while (!tryToSucceed()) {
                Thread.sleep(WATCH_MILLIS); // a lock of another process tells nobody when it is free
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this
        }
    }

    /** Takes the place of the one that had the folder, if it is gone; whether there is nothing more to be watched. */
    private boolean tryToSucceed() {
        synchronized (lock) {
            if (closed) {
                return true;
            }
            try {
                own = ResultsServer.start(new ResultsOptions(folder, address(), place.token(), Clock.systemUTC()));
                logger.log(System.Logger.Level.DEBUG, "goes on with the results service at {0}", place.url());
                return true;
            } catch (FolderInUseException e) {
                return false;
            } catch (IOException | RuntimeException e) { // the port may be free a moment later
                logger.log(System.Logger.Level.DEBUG, "cannot go on with the results service at " + place.url(), e);
                return false;
            }
        }
    }

    private InetSocketAddress address() throws IOException {
        URI url = URI.create(place.url());
        return new InetSocketAddress(InetAddress.getByName(url.getHost()), url.getPort());
    }

    @Override
    public String url() {
        return place.url();
    }

    @Override
    public String token() {
        return place.token();
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            closed = true;
            if (own != null) {
                own.close();
                own = null;
            }
        }
    }
}
