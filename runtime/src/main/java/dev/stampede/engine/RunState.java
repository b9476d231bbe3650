package dev.stampede.engine;

import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.SecretException;
import dev.stampede.clock.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a run is doing, and the one place that ends it early. Thread-safe. */
public final class RunState {
    private static final int MOST_LATER = 10;

    private final Clock.Signal changed;
    private final AtomicReference<@Nullable Abort> abort = new AtomicReference<>();
    private volatile @Nullable Haste haste;
    private final Queue<Abort> later = new ConcurrentLinkedQueue<>();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final List<Runnable> abortListeners = new CopyOnWriteArrayList<>();
    private final CheckFailures checkFailures = new CheckFailures();
    private volatile UnaryOperator<String> secrets = name -> {
        throw new SecretException("secret '" + name + "' cannot be had before the run has started");
    };
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger initialized = new AtomicInteger();
    private final AtomicLong complete = new AtomicLong();
    private final AtomicLong interrupted = new AtomicLong();

    /** A run that has not begun. */
    public RunState(Clock clock) {
        changed = clock.newSignal();
    }

    /**
     * Why a run ends early.
     *
     * @param why what ends it
     * @param reason for people
     * @param cause what was thrown, if that is why
     */
    public record Abort(
            AbortCause why, String reason, @Nullable Throwable cause) {

        /** What outputs and tests are told. */
        public RunEnding ending() {
            return why.ending();
        }
    }

    /**
     * Ends the run early: running iterations are interrupted at once. Only the first call counts; what later ones say was
     * thrown is kept too.
     */
    public void abort(AbortCause why, String reason, @Nullable Throwable cause) {
        Abort one = new Abort(why, reason, cause);
        if (abort.compareAndSet(null, one)) {
            wakeAll();
        } else if (cause != null && later.size() < MOST_LATER) {
            later.add(one);
        }
    }

    /**
     * Ends the run for something that was thrown: as the system's fault when the machine cannot go on, such as for want of
     * memory, whatever threw it or wrapped it.
     *
     * @param why what it is otherwise
     * @param reason for people; what was thrown is put behind it
     */
    public void abortFor(Throwable thrown, AbortCause why, String reason) {
        VirtualMachineError fault = MachineFault.in(thrown);
        if (fault == null) {
            abort(why, reason + ": " + ErrorLog.text(thrown), thrown);
            return;
        }
        String text;
        try {
            text = reason + ": " + ErrorLog.text(fault) + ". " + MachineFault.advice(fault);
        } catch (OutOfMemoryError e) { // not even for words
            text = "out of memory";
        }
        abort(AbortCause.SYSTEM, text, thrown);
    }

    private void wakeAll() {
        try {
            abortListeners.forEach(Runnable::run);
        } finally {
            changed.raise();
        }
    }

    /** The process goes down: whoever waits in a run that was {@link #abort aborted} waits no longer than this allows. */
    public void hurry(Haste limits) {
        haste = limits;
        wakeAll();
    }

    /** How much time there is when the process goes down; null when it does not. */
    public @Nullable Haste haste() {
        return haste;
    }

    /** The same where no more is known than what ends it. */
    public void abort(RunEnding ending, String reason, @Nullable Throwable cause) {
        abort(AbortCause.of(ending), reason, cause);
    }

    /** What was thrown when the run was to end anyway, such as by what cleans up; the first few. */
    public List<Abort> later() {
        return List.copyOf(later);
    }

    /**
     * Calls the listener when the run is to end early, at once if that is so already, and again when the process goes down.
     */
    public void onAbort(Runnable listener) {
        abortListeners.add(listener);
        if (abort.get() != null) {
            listener.run();
        }
    }

    /** Why the run ends early, or null. */
    public @Nullable Abort abort() {
        return abort.get();
    }

    /** Raised when a scenario is over, or the run is to end. For the one thread that conducts the run. */
    Clock.Signal changed() {
        return changed;
    }

    /** Virtual users at work. */
    public int activeVus() {
        return active.get();
    }

    /** Virtual users made so far. */
    public int initializedVus() {
        return initialized.get();
    }

    /** Full iterations. */
    public long completeIterations() {
        return complete.get();
    }

    /** Interrupted iterations. */
    public long interruptedIterations() {
        return interrupted.get();
    }

    /** Tells people something about the run that does not end it, such as that a scenario ran out of data. */
    public void note(String text) {
        notes.add(text);
    }

    /** What there is to tell people at the end, in order. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The first failure of each check. */
    public CheckFailures checkFailures() {
        return checkFailures;
    }

    /** Where secrets are looked up from now on, by name. */
    public void secrets(UnaryOperator<String> lookUp) {
        secrets = lookUp;
    }

    /** @throws SecretException if it cannot be had */
    String secret(String name) {
        return secrets.apply(name);
    }

    void vusInitialized(int count) {
        initialized.addAndGet(count);
    }

    void vuActive() {
        active.incrementAndGet();
    }

    void vuDone() {
        active.decrementAndGet();
    }

    void iterationComplete() {
        complete.incrementAndGet();
    }

    void iterationInterrupted() {
        interrupted.incrementAndGet();
    }
}
