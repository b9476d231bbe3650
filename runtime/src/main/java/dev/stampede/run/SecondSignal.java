package dev.stampede.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * Ends the process at once when it is told to end a second time; while shutdown hooks run, the JVM itself heeds no signal. By
 * reflection, as {@code sun.misc.Signal} is not there in every JVM, and then nothing is changed.
 */
final class SecondSignal {
    private static final System.Logger logger = System.getLogger(SecondSignal.class.getName());

    /** A terminal or a supervisor may send the same signal to the group and to the process. */
    private static final Duration SAME = Duration.ofMillis(500);

    private static final int INT = 2;
    private static final int TERM = 15;
    private static final int EXIT_CODE_OF_SIGNAL_0 = 128;

    private SecondSignal() {}

    /** From now on, the first one having come just now. */
    static void endsTheProcess() {
        ends("INT", INT);
        ends("TERM", TERM);
    }

    private static void ends(String name, int number) {
        long first = System.nanoTime();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler halt = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    if (System.nanoTime() - first > SAME.toNanos()) {
                        Runtime.getRuntime().halt(EXIT_CODE_OF_SIGNAL_0 + number);
                    }
                    yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "halt";
            };
            Object unused = signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, halt));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            logger.log(System.Logger.Level.DEBUG, "a second SIG" + name + " will not be heeded", e);
        }
    }
}
