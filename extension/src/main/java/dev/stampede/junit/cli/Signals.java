package dev.stampede.junit.cli;

import dev.stampede.run.OpenRuns;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What SIGINT and SIGTERM do while load tests are run: the first ends the open run as aborted by the user, prints its summary
 * and ends the process, the second ends the process at once; both with {@link ExitCode#INTERRUPTED}. (k6: {@code
 * internal/cmd/run.go}.)
 *
 * <p>Without it the JVM would end with 130 or 143. Java has no API of its own for signals; where {@code sun.misc.Signal} is
 * not there, or not allowed to ({@code -Xrs}), the JVM does as it always does. Thread-safe.
 */
final class Signals implements AutoCloseable {
    /** How long whatever is not a run (methods around the tests, say) may take to end. */
    private static final long GRACE_SECONDS = 3;

    private static final List<String> NAMES = List.of("INT", "TERM");
    private static final System.Logger logger = System.getLogger(Signals.class.getName());

    private final PrintWriter err;
    private final AtomicBoolean received = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<Object, Object> before = new LinkedHashMap<>();
    private @Nullable Method handle;

    private Signals(PrintWriter err) {
        this.err = err;
    }

    /** Handles them from now on until it is closed. */
    static Signals handle(PrintWriter err) {
        Signals signals = new Signals(err);
        try {
            signals.install();
        } catch (ReflectiveOperationException | RuntimeException e) {
            logger.log(System.Logger.Level.DEBUG, "signals are left to the JVM", e);
        }
        return signals;
    }

    private void install() throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object handler = Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handlerType},
                (proxy, method, args) -> call(method, args));
        Method install = signalType.getMethod("handle", signalType, handlerType);
        handle = install;
        for (String name : NAMES) {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            before.put(signal, install.invoke(null, signal, handler));
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] args) {
        return switch (method.getName()) {
            case "handle" -> {
                received(args == null ? "" : String.valueOf(args[0]));
                yield null;
            }
            case "hashCode" -> System.identityHashCode(this);
            case "equals" -> false;
            default -> Signals.class.getName();
        };
    }

    /** On a thread that the JVM makes for each signal. */
    private void received(String signal) {
        if (!received.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        err.println(signal + ": ending; once more ends at once");
        err.flush();
        OpenRuns.goDown("the process got " + signal);
        try {
            // the runs have their time, and the tests around them a little; the main thread then exits by itself
            boolean ended = OpenRuns.awaitEnd() && over.await(GRACE_SECONDS, TimeUnit.SECONDS);
            if (ended) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(ExitCode.INTERRUPTED);
    }

    /** Whether there was one: nothing more is to be begun. */
    boolean received() {
        return received.get();
    }

    /** What there was to be ended has ended; leaves signals to the handlers before. */
    @Override
    public void close() {
        over.countDown();
        Method install = handle;
        if (install == null) {
            return;
        }
        before.forEach((signal, handler) -> {
            try {
                install.invoke(null, signal, handler);
            } catch (IllegalAccessException | InvocationTargetException e) {
                logger.log(System.Logger.Level.DEBUG, "a signal's handler cannot be put back", e);
            }
        });
    }
}
