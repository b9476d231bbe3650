package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.config.ConfigChecks;
import dev.stampede.output.cloud.delivery.LeftSpool;
import dev.stampede.output.cloud.delivery.SpoolTarget;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Pushes what runs have left unsent, and then closes those of them that are open still: their processes are gone, or ended
 * while the service was away.
 */
public final class LeftSpools {
    private final CloudConfig service;
    private final Clock clock;
    private final JournalAccess access;
    private final List<Push> pushes = new ArrayList<>();

    private LeftSpools(CloudConfig service, Clock clock) {
        this.service = service;
        this.clock = clock;
        access = new JournalAccess(service);
    }

    /**
     * What came of a run.
     *
     * @param isDone whether there is nothing left to do, or nothing for us
     * @param text the same for people: names the run
     */
    public record Push(boolean isDone, String text) {}

    /** A spool in its run's folder. */
    private record Found(Path run, LeftSpool spool) {}

    /**
     * Pushes them, each batch with the key it was first sent with, and closes their runs as {@link OpenJournals} does. May be
     * called at any time, from several processes, and again. A run of which something stays unsent is left open.
     *
     * <p>A token is sent to no other host than it is for, whatever a file says: see {@link JournalAccess}.
     *
     * @param runs folders of runs
     * @param service token, host and timeout of calls
     * @return what came of each run that had something to be done; empty when there was nothing
     * @throws ConfigException if there is something to push and the settings are wrong or lack a token; nothing is pushed then
     */
    public static List<Push> pushAll(List<Path> runs, CloudConfig service) {
        return pushAll(runs, service, Clock.system());
    }

    static List<Push> pushAll(List<Path> runs, CloudConfig service, Clock clock) {
        LeftSpools all = new LeftSpools(service, clock);
        List<Path> closable = all.push(runs);
        for (OpenJournals.Closing closing : OpenJournals.finish(closable, service, clock)) {
            all.pushes.add(new Push(closing.outcome() != OpenJournals.Outcome.FAILED, closing.text()));
        }
        return List.copyOf(all.pushes);
    }

    /** For each run under the folder that has something unsent and no living process: what to do about it, for people. */
    public static List<String> unsent(Path folder) {
        List<String> lines = new ArrayList<>();
        for (Path run : OpenJournals.runs(folder)) {
            if (LeftSpool.isIn(run)) {
                try (LeftSpool spool = LeftSpool.take(run).orElse(null)) {
                    int batches = spool == null ? 0 : spool.batches();
                    if (spool != null && batches > 0) {
                        lines.add(spool.target().run() + " has " + batches(batches) + " unsent: stampede cloud push "
                                + run);
                    }
                } catch (IOException e) {
                    lines.add("what is unsent in " + run + " cannot be read: " + e);
                }
            }
        }
        return lines;
    }

    /** Whether there is a spool in a folder. */
    public static boolean isRun(Path folder) {
        return LeftSpool.isIn(folder);
    }

    /** The runs that may be closed after it. */
    private List<Path> push(List<Path> runs) {
        List<Path> closable = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        try {
            for (Path run : runs) {
                if (LeftSpool.isIn(run)) {
                    take(run, found);
                } else {
                    closable.add(run);
                }
            }
            check(found);
            for (Found one : found) {
                if (push(one)) {
                    closable.add(one.run);
                }
            }
        } finally {
            found.forEach(one -> one.spool.close());
        }
        return closable;
    }

    private void take(Path run, List<Found> into) {
        try {
            Optional<LeftSpool> spool = LeftSpool.take(run);
            if (spool.isPresent()) {
                into.add(new Found(run, spool.get()));
            } else {
                pushes.add(new Push(true, "left " + run.getFileName() + ": its process is alive"));
            }
        } catch (NoSuchFileException e) {
            // pushed by another one while we were looking
        } catch (IOException e) {
            pushes.add(new Push(
                    false,
                    "could not push " + run.getFileName() + ": its spool in " + run + " cannot be used: "
                            + e.getMessage()));
        }
    }

    private void check(List<Found> found) {
        if (found.isEmpty()) {
            return;
        }
        List<String> problems = new ArrayList<>(service.problems());
        problems.removeIf(problem -> problem.startsWith(ConfigChecks.NO_TOKEN));
        String inNeed = found.stream()
                .map(one -> one.spool.target())
                .filter(target -> access.lacksToken(entry(target)))
                .map(SpoolTarget::run)
                .collect(Collectors.joining(", "));
        if (!inNeed.isEmpty()) {
            problems.add(ConfigChecks.NO_TOKEN + "\nSet the environment variable " + CloudSetting.TOKEN.variable()
                    + " to an access token for " + service.hostForPeople() + ", which has to take what is unsent of: "
                    + inNeed);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** What a journal would say of it. */
    private static JournalEntry entry(SpoolTarget target) {
        FlowKind flow = switch (target.authorization()) {
            case TOKEN -> FlowKind.STREAM;
            case RUN_TOKEN -> FlowKind.PROVISIONED;
        };
        return new JournalEntry(
                flow, target.name(), target.id(), target.host(), target.push(), "", target.page(), "", null);
    }

    /** Where it is pushed, and with what, if that may be sent there. */
    private OpenedRun.MetricsTarget target(Found one) throws IOException {
        SpoolTarget target = one.spool.target();
        if (target.authorization() == SpoolTarget.Authorization.RUN_TOKEN) {
            // of a run that somebody else has opened: whoever gives both wants the one to be sent to the other
            CloudConfig given = service.toBuilder()
                    .apply(Map.of(CloudSetting.PUSH_REF_ID.key(), target.id()), key -> "its spool")
                    .build();
            Optional<String> token = given.text(CloudSetting.TEST_RUN_TOKEN);
            if (token.isPresent() && given.text(CloudSetting.METRICS_PUSH_URL).equals(Optional.of(target.push()))) {
                return new OpenedRun.MetricsTarget(HttpUrl.get(target.push()), "Bearer " + token.get(), false);
            }
        }
        return access.metrics(entry(target), one.run);
    }

    /** Whether nothing is left. */
    private boolean push(Found one) {
        SpoolTarget target = one.spool.target();
        OpenedRun.MetricsTarget where;
        try {
            where = target(one);
        } catch (IOException e) { // with a message for people
            return failed(target, String.valueOf(e.getMessage()));
        }
        LeftSpool.Pushed pushed;
        try (ApiClient client = new ApiClient(where.authorization(), service.timeout(), clock, clock::sleepUntil)) {
            pushed = one.spool.push(client, where.url(), service.timeout(), clock);
        } catch (IOException e) {
            return failed(target, "its files cannot be read or removed: " + e);
        }
        if (pushed.setAside() > 0) {
            pushes.add(new Push(
                    false,
                    "set aside " + batches(pushed.setAside()) + " of " + target.run() + " in "
                            + one.run.resolve("spool").resolve("refused") + ": " + pushed.whySetAside()));
        }
        String what = batches(pushed.batches()) + " with " + pushed.samples()
                + (pushed.samples() == 1 ? " sample" : " samples");
        if (pushed.left() > 0) {
            String why = pushed.why() + "; " + batches(pushed.left()) + " stay in " + one.run;
            return failed(target, pushed.batches() == 0 ? why : why + ", after " + what + " were pushed");
        }
        Journal.tidy(one.run);
        pushes.add(new Push(true, "pushed " + what + " to " + target.run() + ": " + target.page()));
        return true;
    }

    private boolean failed(SpoolTarget target, String why) {
        pushes.add(new Push(false, "could not push to " + target.run() + ": " + why));
        return false;
    }

    private static String batches(int number) {
        return number + (number == 1 ? " batch" : " batches");
    }
}
