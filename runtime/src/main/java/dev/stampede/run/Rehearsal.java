package dev.stampede.run;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.clock.Clock;
import dev.stampede.clock.Durations;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.Load;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.Portion;
import dev.stampede.engine.RunState;
import dev.stampede.engine.Scenario;
import dev.stampede.engine.VuRules;
import dev.stampede.engine.VuSession;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.okhttp.HttpSessions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A little load test that a run makes of itself before it begins: users, requests and samples like its own, but against a
 * server in this process, and with a recorder that nobody looks at. Code that was never run is slow for some tens of thousands
 * of requests, which an open model would spend dropping iterations.
 *
 * <p>Has nothing in common with the run but its size: not its options, tags, limits, clock or log.
 */
final class Rehearsal {
    /** From this many iterations that start in a second on a cold start shows. */
    static final double LEAST_RATE = 500;

    /** The same for users. */
    static final int LEAST_VUS = 200;

    private static final System.Logger logger = System.getLogger(Rehearsal.class.getName());

    private static final int MOST_VUS = 200;
    private static final long REQUESTS = 20_000;
    private static final Duration LONGEST = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofMillis(100);
    private static final AtomicBoolean played = new AtomicBoolean();

    private final RunState run;
    private final long requests;
    private final Duration longest;
    private final Clock clock = Clock.system();
    private final RunState state = new RunState(clock);
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder(false);
    // what goes wrong is thrown, and not logged: nobody has asked for these requests
    private final HttpSessions sessions =
            HttpSessions.withoutProxies(HttpOptions.builder().throwOnError(true).build());

    /** @param run the one that is to begin; its end is that of the rehearsal, too */
    Rehearsal(RunState run) {
        this(run, REQUESTS, LONGEST);
    }

    /**
     * The same, shorter or longer.
     *
     * @param requests how many it makes at most
     * @param longest how long it takes at most
     */
    Rehearsal(RunState run, long requests, Duration longest) {
        this.run = run;
        this.requests = requests;
        this.longest = longest;
    }

    /** Whether a run is to be rehearsed: in {@link WarmUp#AUTO} not when another one was before, in the same process. */
    static boolean isDue(LoadOptions options) {
        return switch (options.warmUp()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> isDemanding(options) && !played.get();
        };
    }

    /**
     * Whether a run has so many users, or begins iterations so fast, that what is late at its beginning shows: of all scenarios
     * together, as if they ran at once.
     */
    static boolean isDemanding(LoadOptions options) {
        Share share = options.share();
        double rate = 0;
        long vus = 0;
        for (Scenario scenario : options.scenarios()) {
            LoadProfile profile = scenario.profile();
            vus += Portion.of(profile, share).vus();
            rate += ratePerSecond(profile) * share.fraction();
        }
        return rate >= LEAST_RATE || vus >= LEAST_VUS;
    }

    /** Whether iterations begin when they are due, however slow the first ones are. */
    static boolean hasArrivals(LoadOptions options) {
        return options.scenarios().stream().anyMatch(scenario -> scenario.profile() instanceof LoadProfile.Arriving);
    }

    private static double ratePerSecond(LoadProfile profile) {
        return switch (profile) {
            case ConstantArrivalRate p -> p.rate() / seconds(p.timeUnit());
            case RampingArrivalRate p -> p.highestRate() / seconds(p.timeUnit());
            case LoadProfile.Looping p -> 0;
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /**
     * Rehearses; returns when all is over and closed, and what went wrong was of no importance.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    void play() throws InterruptedException {
        try (LoopbackServer server = new LoopbackServer()) {
            play(server.url());
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "the engine could not warm up; the run begins cold", e);
        }
        if (Thread.interrupted()) { // while the server was being closed
            throw new InterruptedException();
        }
        if (state.abort() == null) {
            played.set(true);
        }
    }

    /** The same with the server there. */
    void play(String url) throws InterruptedException {
        Leash leash = new Leash(run, state);
        run.onAbort(leash);
        try {
            logger.log(System.Logger.Level.DEBUG, "the engine warms up");
            long from = clock.nanoTime();
            load(scope -> new Part(scope.vu(), scope.http(), url)).run();
            Duration took = Duration.ofNanos(clock.nanoTime() - from).truncatedTo(ChronoUnit.MILLIS);
            logger.log(
                    System.Logger.Level.DEBUG,
                    () -> "the engine is warm after " + state.completeIterations() + " requests in "
                            + Durations.format(took));
        } catch (RuntimeException | LinkageError e) {
            logger.log(System.Logger.Level.DEBUG, "the engine could not warm up; the run begins cold", e);
        } finally {
            leash.rehearsed = null;
        }
    }

    /** Whoever ends the run ends the rehearsal. The run has it until its end, and nothing else of the rehearsal. */
    private static final class Leash implements Runnable {
        private final RunState run;
        private volatile @Nullable RunState rehearsed;

        Leash(RunState run, RunState rehearsed) {
            this.run = run;
            this.rehearsed = rehearsed;
        }

        @Override
        public void run() {
            RunState.Abort why = run.abort();
            RunState ends = rehearsed;
            if (why != null && ends != null) {
                ends.abort(why.why(), why.reason(), null);
            }
        }
    }

    private Load load(LoadScript script) {
        VuRules rules = new VuRules(
                vu -> new ScriptUser(new ScriptUser.Scope(vu, sessions.open(vu.samples()), Share.WHOLE), script),
                new ErrorLog(),
                true, // where one request fails the others will
                Duration.ZERO);
        Scenario scenario = Scenario.of(Scenario.DEFAULT, new SharedIterations(MOST_VUS, requests, longest))
                .withGracefulStop(GRACE);
        return new Load(
                new Load.Work(List.of(scenario), Share.WHOLE, rules),
                number -> new VuSession(number, Share.WHOLE, "", Map.of(), samples(number), state),
                () -> samples(0),
                clock,
                state);
    }

    /** How many requests it made. */
    long requests() {
        return state.completeIterations();
    }

    private SampleContext samples(int lane) {
        return new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, lane, registry.rootTags());
    }

    /** What one user does: what load tests do most. */
    private record Part(Vu vu, Http http, String url) implements LoadScript.VuBody {
        @Override
        public void iterate() {
            HttpResponse response = vu.iteration() % 8 == 7
                    ? http.request("POST", url)
                            .body(LoopbackServer.REQUEST_BODY)
                            .send()
                    : http.get(url);
            vu.check("status is 200", response.status() == 200);
            if (vu.iteration() % 16 == 15) {
                vu.sleep("1ms");
            }
        }
    }
}
