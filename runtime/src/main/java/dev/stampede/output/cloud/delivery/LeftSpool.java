package dev.stampede.output.cloud.delivery;

import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;

/** A spool whose process is gone, in the hands of whoever pushes it now. Used by one thread. */
public final class LeftSpool implements AutoCloseable {
    private static final System.Logger logger = System.getLogger(LeftSpool.class.getName());

    /** Each of as many attempts as a call has; somebody is waiting. */
    private static final int ROUNDS = 3;

    private final HeldFile about;
    private final Path folder;
    private final SpoolTarget target;

    private LeftSpool(HeldFile about, SpoolTarget target) {
        this.about = about;
        this.folder = Objects.requireNonNull(about.path().getParent());
        this.target = target;
    }

    /** Whether there is a spool in a run's folder. */
    public static boolean isIn(Path run) {
        return Files.exists(run.resolve(Spool.FOLDER).resolve(Spool.ABOUT));
    }

    /**
     * Takes hold of the spool in a run's folder.
     *
     * @return empty when it is in the hands of a living process
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be read
     */
    public static Optional<LeftSpool> take(Path run) throws IOException {
        HeldFile about =
                HeldFile.take(run.resolve(Spool.FOLDER).resolve(Spool.ABOUT)).orElse(null);
        if (about == null) {
            return Optional.empty();
        }
        try {
            SpoolTarget target = SpoolTarget.parse(about.read());
            if (target == null) {
                throw new IOException(Spool.ABOUT + " in it is none, or one of another version");
            }
            return Optional.of(new LeftSpool(about, target));
        } catch (IOException | RuntimeException e) {
            about.close();
            throw e;
        }
    }

    public SpoolTarget target() {
        return target;
    }

    /**
     * What came of a push.
     *
     * @param batches how many were accepted
     * @param series in those
     * @param samples in those
     * @param setAside how many cannot be read, or the service will never take
     * @param whySetAside the first of those
     * @param left how many stay
     * @param why they do; empty when none does
     */
    public record Pushed(
            int batches, long series, long samples, int setAside, String whySetAside, int left, String why) {}

    /**
     * Pushes all batches in their order, each with its own key, and removes the spool when it is empty then. Waits for the
     * service: a few rounds of attempts for each batch, and no more once one has failed.
     *
     * @param url where they are pushed
     */
    public Pushed push(ApiClient client, HttpUrl url, Duration timeout, Clock clock) throws IOException {
        Push push = new Push(client, url, new Pace(timeout), clock);
        List<Path> files = files();
        int next = 0;
        while (next < files.size() && push.one(files.get(next))) {
            next++;
        }
        int left = files.size() - next;
        if (left == 0) {
            Spool.remove(about, folder);
        }
        return new Pushed(
                push.batches,
                push.series,
                push.samples,
                push.setAside,
                push.whySetAside,
                left,
                left == 0 ? "" : push.why);
    }

    /** In order; what was not written to its end is removed. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (name.endsWith(SpoolFile.UNFINISHED)) {
                    Files.deleteIfExists(file);
                } else if (name.endsWith(SpoolFile.SUFFIX)) {
                    files.add(file);
                }
            }
        }
        files.sort(null);
        return files;
    }

    /** How many batches there are. */
    public int batches() throws IOException {
        return files().size();
    }

    /** Lets go of it; what is in it stays. */
    @Override
    public void close() {
        about.close();
    }

    /** One push of all of it. */
    private static final class Push {
        private final ApiClient client;
        private final HttpUrl url;
        private final Pace pace;
        private final Clock clock;
        private int batches;
        private long series;
        private long samples;
        private int setAside;
        private String whySetAside = "";
        private String why = "";

        Push(ApiClient client, HttpUrl url, Pace pace, Clock clock) {
            this.client = client;
            this.url = url;
            this.pace = pace;
            this.clock = clock;
        }

        /** Whether the file is dealt with. */
        boolean one(Path file) throws IOException {
            SpoolFile.Content content;
            try {
                content = SpoolFile.read(file, url);
            } catch (IOException e) {
                setAside(file, String.valueOf(e.getMessage()));
                return true;
            }
            for (int round = 1; ; round++) {
                Reply reply = client.send(content.post(), () -> ApiClient.NO_DEADLINE, pace::limit, this::ended);
                ended(reply);
                Duration asked = Duration.ZERO;
                switch (reply) {
                    case Reply.Accepted accepted -> {
                        if (!accepted.isPage()) {
                            Files.delete(file);
                            batches++;
                            series += content.series();
                            samples += content.samples();
                            return true;
                        }
                        why = "the answer of " + url.host() + " is a web page, and not the service's";
                    }
                    case Reply.Refused refused -> {
                        if (refused.isForTheBody()) {
                            setAside(file, refused.text());
                            return true;
                        }
                        why = refused.text();
                        asked = refused.retryAfter();
                        if (!refused.mayPass()) {
                            return false;
                        }
                    }
                    case Reply.Unanswered unanswered -> why = url.host() + " cannot be reached: " + unanswered.cause();
                }
                if (round == ROUNDS || !pause(round, asked)) {
                    return false;
                }
            }
        }

        private void ended(Reply reply) {
            if (reply instanceof Reply.Unanswered unanswered && unanswered.cause() instanceof InterruptedIOException) {
                pace.timedOut(pace.limit());
            }
        }

        private boolean pause(int round, Duration asked) {
            logger.log(System.Logger.Level.DEBUG, "It will be tried again: " + why);
            try {
                clock.sleepUntil(clock.nanoTime() + Backoff.nanos(round, asked));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void setAside(Path file, String reason) throws IOException {
            Spool.setAside(file);
            if (setAside++ == 0) {
                whySetAside = reason;
            }
        }
    }
}
