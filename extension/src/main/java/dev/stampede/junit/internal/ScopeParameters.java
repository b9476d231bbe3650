package dev.stampede.junit.internal;

import dev.stampede.Http;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.run.VuScope;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Resolves what belongs to a virtual user. Where JUnit means to call the load test method, {@code @BeforeEach} or {@code
 * @AfterEach}, it gets a placeholder, null, which each virtual user replaces ({@link #arguments}); in the methods around the
 * load, what the calling thread works with ({@link #within}).
 * Thread-safe.
 */
final class ScopeParameters implements ParameterResolver {
    private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

    private final Method loadTest;
    private final boolean afterLoad;

    /**
     * @param afterLoad whether the load test method is called once after the load, not by virtual users
     */
    ScopeParameters(Method loadTest, boolean afterLoad) {
        this.loadTest = loadTest;
        this.afterLoad = afterLoad;
    }

    private record Scope(
            VuScope vu,
            @Nullable RunResult result,
            @Nullable Known known) {}

    /** Arguments of a method that is about to be called, as far as they are known. */
    interface Known {
        boolean knows(ParameterContext parameter);

        @Nullable
        Object value(ParameterContext parameter);
    }

    /** A body that may throw anything. */
    interface Body {
        void run() throws Throwable;
    }

    /**
     * Runs the body; what it has JUnit call gets parameters from the scope.
     *
     * @param result the run's result, where there is one
     */
    static void within(VuScope vu, @Nullable RunResult result, Body body) throws Throwable {
        within(new Scope(vu, result, null), body);
    }

    /** The same for a method some of whose arguments are known. */
    static void withinKnown(VuScope vu, Known known, Body body) throws Throwable {
        within(new Scope(vu, null, known), body);
    }

    private static void within(Scope scope, Body body) throws Throwable {
        CURRENT.set(scope);
        try {
            body.run();
        } finally {
            CURRENT.remove();
        }
    }

    /**
     * Arguments of a method for one virtual user: its own, else what JUnit resolved.
     *
     * @param resolved null if JUnit was not asked: what is not the virtual user's is left null
     */
    static @Nullable Object[] arguments(Method method, @Nullable List<Object> resolved, VuScope vu) {
        Parameter[] parameters = method.getParameters();
        @Nullable Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            if (isOurs(parameters[i])) {
                arguments[i] = value(parameters[i], vu);
            } else if (resolved != null) {
                arguments[i] = resolved.get(i);
            }
        }
        return arguments;
    }

    /** Whether all parameters of a method are the virtual user's own, or filled by its data. */
    static boolean knowsAll(Method method, @Nullable MethodFeed feed) {
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!isOurs(parameters[i]) && (feed == null || !feed.fills(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Scope scope = CURRENT.get();
        if (scope != null && scope.known() != null && scope.known().knows(parameter)) {
            return true;
        }
        if (isOurs(parameter.getParameter())) {
            return scope != null || isCalledByVus(parameter.getDeclaringExecutable());
        }
        if (type != RunResult.class) {
            return false;
        }
        return scope == null
                ? afterLoad && parameter.getDeclaringExecutable().equals(loadTest)
                : scope.result() != null;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Scope scope = CURRENT.get();
        if (scope == null) {
            return null;
        }
        if (scope.known() != null && scope.known().knows(parameter)) {
            return scope.known().value(parameter);
        }
        Parameter wanted = parameter.getParameter();
        return wanted.getType() == RunResult.class ? scope.result() : value(wanted, scope.vu());
    }

    private boolean isCalledByVus(Executable executable) {
        return executable.equals(loadTest)
                || AnnotationSupport.isAnnotated(executable, BeforeEach.class)
                || AnnotationSupport.isAnnotated(executable, AfterEach.class);
    }

    private static boolean isOurs(Parameter parameter) {
        Class<?> type = parameter.getType();
        return SecretParameters.name(parameter) != null
                || type == Vu.class
                || type == Http.class
                || type == OkHttpClient.class
                || VuScope.hasClient(type);
    }

    private static Object value(Parameter parameter, VuScope vu) {
        String secret = SecretParameters.name(parameter);
        if (secret != null) {
            return vu.vu().secret(secret);
        }
        Class<?> type = parameter.getType();
        if (VuScope.hasClient(type)) {
            return vu.client(type);
        }
        return type == Vu.class ? vu.vu() : type == Http.class ? vu.http() : vu.okHttpClient();
    }
}
