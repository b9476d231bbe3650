package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Closes the runs that processes left open which are gone: killed, or unable to reach the service when they ended. Such runs
 * have a journal under the folder that nobody holds.
 */
public final class OpenJournals {
    private final CloudConfig service;
    private final Clock clock;
    private final JournalAccess access;
    private final List<Closing> closings = new ArrayList<>();

    private OpenJournals(CloudConfig service, Clock clock) {
        this.service = service;
        this.clock = clock;
        access = new JournalAccess(service);
    }

    /** What came of a run. */
    public enum Outcome {
        /** It was open and is closed now. */
        CLOSED,
        /** The service has closed it, or does not know it: nothing was left to do. */
        OVER,
        /** Its process is alive, and will close it. */
        ALIVE,
        /** It could not be closed; its journal stays. */
        FAILED
    }

    /**
     * A run, and what came of it.
     *
     * @param outcome what
     * @param text the same for people: names the run
     */
    public record Closing(Outcome outcome, String text) {}

    /**
     * Closes them: as aborted by the user, or as the process had wanted to that ended in order but did not reach the service.
     * May be called at any time, from several processes, and again: what is closed is closed once.
     *
     * <p>A token is sent to no other host than it is for, whatever a journal says: see {@link JournalAccess}.
     * Waits for the service: 15 s at most for each run.
     *
     * @param folder the folder of {@link dev.stampede.output.RunDescription#folder}
     * @param service token, host and timeout of calls
     * @return the runs that were found, in the order of their journals' names; empty when there was none
     * @throws ConfigException if there is something to close and the settings are wrong or lack a token; nothing is closed then
     */
    public static List<Closing> finishAll(Path folder, CloudConfig service) {
        return finish(runs(folder), service, Clock.system());
    }

    /** The same for these folders of runs. */
    static List<Closing> finish(List<Path> runs, CloudConfig service, Clock clock) {
        OpenJournals open = new OpenJournals(service, clock);
        open.closeAll(runs);
        return List.copyOf(open.closings);
    }

    /** Folders of runs under the folder, by name. */
    public static List<Path> runs(Path folder) {
        List<Path> runs = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.resolve(Journal.RUNS))) {
            folders.forEach(runs::add);
        } catch (NoSuchFileException e) {
            // no run was ever opened here
        } catch (IOException e) {
            throw new ConfigException(List.of("The folder " + folder + " cannot be read: " + e));
        }
        runs.sort(null);
        return runs;
    }

    private void closeAll(List<Path> runs) {
        List<Journal> orphans = new ArrayList<>();
        try {
            for (Path file : files(runs)) {
                Journal orphan = take(file);
                if (orphan != null) {
                    orphans.add(orphan);
                }
            }
            check(orphans);
            orphans.forEach(this::close);
        } finally {
            orphans.forEach(Journal::close);
        }
    }

    private static List<Path> files(List<Path> runs) {
        return runs.stream()
                .map(run -> run.resolve(Journal.FILE))
                .filter(Files::exists)
                .toList();
    }

    /** Null when there is nothing to close, or it cannot be told. */
    private @Nullable Journal take(Path file) {
        try {
            Journal orphan = Journal.take(file).orElse(null);
            if (orphan == null) {
                closings.add(new Closing(Outcome.ALIVE, "left " + name(file) + ": its process is alive"));
            }
            return orphan;
        } catch (NoSuchFileException e) {
            return null; // closed by another one while we were looking
        } catch (IOException e) {
            closings.add(new Closing(
                    Outcome.FAILED,
                    "could not close " + name(file) + ": its journal " + file + " cannot be used: " + e.getMessage()
                            + ". Delete it if the run is over."));
            return null;
        }
    }

    /** From its folder: a file that another process may hold is better left alone. */
    private static String name(Path file) {
        return String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
    }

    private void check(List<Journal> orphans) {
        if (orphans.isEmpty()) {
            return;
        }
        List<String> problems = new ArrayList<>(service.problems());
        problems.removeIf(problem -> problem.startsWith(ConfigChecks.NO_TOKEN));
        String inNeed = orphans.stream()
                .map(Journal::entry)
                .filter(access::lacksToken)
                .map(JournalEntry::run)
                .collect(Collectors.joining(", "));
        if (!inNeed.isEmpty()) {
            problems.add(ConfigChecks.NO_TOKEN + "\nSet the environment variable " + CloudSetting.TOKEN.variable()
                    + " to an access token for " + service.hostForPeople() + ", where these are open: " + inNeed);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void close(Journal journal) {
        JournalEntry entry = journal.entry();
        CloseRequest close;
        try {
            close = access.close(entry, journal.folder());
        } catch (IOException e) {
            failed(entry, String.valueOf(e.getMessage()));
            return;
        }
        String wanted = entry.closing();
        String body = wanted == null ? close.body(new RunOutcome(RunEnding.ABORTED_BY_USER, List.of())) : wanted;
        switch (send(close.request(body))) {
            case Reply.Accepted accepted -> {
                journal.remove();
                String how = wanted == null ? "as aborted by the user" : "as it had ended";
                closings.add(new Closing(Outcome.CLOSED, "closed " + entry.run() + " " + how + ": " + entry.url()));
            }
            case Reply.Refused refused -> {
                if (isOver(refused)) {
                    journal.remove();
                    closings.add(new Closing(Outcome.OVER, entry.run() + " was over already: " + refused.text()));
                } else {
                    failed(entry, refused.text());
                }
            }
            case Reply.Unanswered unanswered ->
                failed(entry, entry.host() + " cannot be reached: " + unanswered.cause());
        }
    }

    private void failed(JournalEntry entry, String why) {
        closings.add(new Closing(Outcome.FAILED, "could not close " + entry.run() + ": " + why));
    }

    private Reply send(ApiRequest request) {
        try (ApiClient client = new ApiClient(null, service.timeout(), clock, clock::sleepUntil)) {
            return client.send(request, ClosingCall.BUDGET);
        }
    }

    /** The service does not know it, will not change it, or takes no more of it. */
    private static boolean isOver(Reply.Refused refused) {
        return refused.status() == 404 || refused.status() == 409 || refused.status() == 410 || refused.takesNoMore();
    }
}
