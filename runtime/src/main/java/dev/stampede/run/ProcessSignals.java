package dev.stampede.run;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals to this process. Java has no API of its own for them: by reflection, as {@code sun.misc.Signal} is not there in
 * every JVM, or not allowed to ({@code -Xrs}); the JVM then does as it always does. Thread-safe.
 */
public final class ProcessSignals {
    private static final System.Logger logger = System.getLogger(ProcessSignals.class.getName());

    private ProcessSignals() {}

    /** A signal that is handled here. */
    public interface Handled extends AutoCloseable {
        /** Leaves the signal to whoever handled it before. */
        @Override
        void close();
    }

    /**
     * Handles a signal from now on.
     *
     * @param name such as {@code INT}
     * @param handler called for each, on a thread that the JVM makes for it; also while shutdown hooks run
     */
    public static Handled handle(String name, Runnable handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method install = signalType.getMethod("handle", signalType, handlerType);
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object before = install.invoke(null, signal, proxy(handlerType, handler));
            return () -> putBack(install, signal, before);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            logger.log(System.Logger.Level.DEBUG, "SIG" + name + " is left to the JVM", e);
            return () -> {};
        }
    }

    private static Object proxy(Class<?> type, Runnable handler) {
        InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                handler.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> ProcessSignals.class.getName();
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
    }

    private static void putBack(Method install, Object signal, Object before) {
        try {
            Object unused = install.invoke(null, signal, before);
        } catch (ReflectiveOperationException | RuntimeException e) {
            logger.log(System.Logger.Level.DEBUG, "the handler of " + signal + " cannot be put back", e);
        }
    }
}
