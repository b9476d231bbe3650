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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what runs have left unsent, and then closes those of them that are open still: their processes are gone, or ended
 * while the service was away.
 */
public final class LeftSpools {
    /** In a run's folder: what the service gave out to push with. */
    static final String RUN_TOKEN = "run.token";

    private final CloudConfig service;
    private final List<Push> pushes = new ArrayList<>();

    private LeftSpools(CloudConfig service) {
        this.service = service;
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
     * <p>A token is sent to the host of the settings and to this machine, and to no other host that a file may name.
     *
     * @param runs folders of runs
     * @param service token, host and timeout of calls
     * @return what came of each run that had something to be done; empty when there was nothing
     * @throws ConfigException if there is something to push and the settings are wrong or lack a token; nothing is pushed then
     */
    public static List<Push> pushAll(List<Path> runs, CloudConfig service) {
        LeftSpools all = new LeftSpools(service);
        List<Path> closable = all.push(runs);
        for (OpenJournals.Closing closing : OpenJournals.finish(closable, service)) {
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
                .filter(target -> target.authorization() == SpoolTarget.Authorization.TOKEN
                        && isOurs(target)
                        && !ConfigChecks.isLoopback(target.push()))
                .map(SpoolTarget::run)
                .collect(Collectors.joining(", "));
        if (!inNeed.isEmpty() && service.token().isEmpty()) {
            problems.add(ConfigChecks.NO_TOKEN + "\nSet the environment variable " + CloudSetting.TOKEN.variable()
                    + " to an access token for " + service.hostForPeople() + ", which has to take what is unsent of: "
                    + inNeed);
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private boolean isOurs(SpoolTarget target) {
        HttpUrl own = HttpUrl.parse(service.host());
        return own != null
                && HttpUrl.get(target.host()).equals(JournalEntry.bare(own))
                && HttpUrl.get(target.push()).host().equals(own.host());
    }

    /** Whether nothing is left. */
    private boolean push(Found one) {
        SpoolTarget target = one.spool.target();
        return switch (target.authorization()) {
            case TOKEN ->
                (isOurs(target) || ConfigChecks.isLoopback(target.push()))
                        ? push(one, StreamFlow.authorization(service))
                        : failed(
                                target,
                                "it is at " + target.host() + ", and the token is for " + service.hostForPeople()
                                        + ". If that is the service, give --host " + target.host());
            case RUN_TOKEN -> {
                String token = runToken(one.run, target);
                yield token != null
                        ? push(one, "Bearer " + token)
                        : failed(
                                target,
                                "the token of the run is neither in " + one.run.resolve(RUN_TOKEN) + " nor in "
                                        + CloudSetting.TEST_RUN_TOKEN.variable() + " (which is sent to "
                                        + CloudSetting.METRICS_PUSH_URL.variable() + " only, and that is not "
                                        + target.push() + ")");
            }
        };
    }

    private @Nullable String runToken(Path run, SpoolTarget target) {
        try {
            return Files.readString(run.resolve(RUN_TOKEN)).strip();
        } catch (IOException e) {
            String url = service.text(CloudSetting.METRICS_PUSH_URL).orElse("");
            boolean maySee = ConfigChecks.isLoopback(target.push()) || url.equals(target.push());
            return maySee ? service.text(CloudSetting.TEST_RUN_TOKEN).orElse(null) : null;
        }
    }

    private boolean push(Found one, @Nullable String authorization) {
        SpoolTarget target = one.spool.target();
        Clock clock = Clock.system();
        LeftSpool.Pushed pushed;
        try (ApiClient client = new ApiClient(authorization, service.timeout(), clock, clock::sleepUntil)) {
            pushed = one.spool.push(client, HttpUrl.get(target.push()), service.timeout(), clock);
        } catch (IOException e) {
            return failed(target, "its files cannot be read or removed: " + e);
        }
        if (pushed.setAside() > 0) {
            pushes.add(new Push(
                    false,
                    "set aside " + batches(pushed.setAside()) + " of " + target.run() + " in "
                            + one.run.resolve("spool").resolve("refused") + ": " + pushed.whySetAside()));
        }
        String what = batches(pushed.batches()) + " with " + pushed.samples() + " samples";
        if (pushed.left() > 0) {
            String why = pushed.why() + "; " + batches(pushed.left()) + " stay in " + one.run;
            return failed(target, pushed.batches() == 0 ? why : why + ", after " + what + " were pushed");
        }
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
