package dev.stampede.junit.internal;

import dev.stampede.RunResult;
import dev.stampede.junit.internal.LifecycleMethods.Call;
import dev.stampede.run.LoadScript;
import dev.stampede.run.VuScope;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExecutableInvoker;

/**
 * A test class as a load script: {@code @BeforeRun} and {@code @AfterRun} on JUnit's instance, everything else on instances
 * that each virtual user has for itself. Thread-safe.
 */
final class TestScript implements LoadScript {
    private final ExecutableInvoker invoker;
    private final LifecycleMethods methods;
    private final List<Object> junitInstances;
    private final VuInstances vuInstances;
    private final Method loadTest;
    private final MethodHandle body;
    private final EachIteration eachIteration;
    private final List<Object> resolvedArguments;
    private final AtomicReference<@Nullable FirstThrown> firstThrown = new AtomicReference<>();

    /**
     * @param junitInstances JUnit's own instances, the outermost class's first
     * @param resolvedArguments what JUnit resolved for the load test method, placeholders included
     */
    TestScript(
            ExecutableInvoker invoker,
            LifecycleMethods methods,
            List<Object> junitInstances,
            Method loadTest,
            List<Object> resolvedArguments) {
        this.invoker = invoker;
        this.methods = methods;
        this.junitInstances = junitInstances;
        this.vuInstances = new VuInstances(invoker, junitInstances);
        this.loadTest = loadTest;
        this.body = SpreadHandle.of(loadTest);
        this.eachIteration = new EachIteration(invoker, methods);
        this.resolvedArguments = resolvedArguments;
    }

    /** What one of the methods around the load threw. */
    private record FirstThrown(String where, Throwable what) {}

    /** The method around the load that threw this, such as {@code @BeforeVu CheckoutLoad.login()}; null if none did. */
    @Nullable
    String thrower(Throwable thrown) {
        FirstThrown first = firstThrown.get();
        return first != null && first.what() == thrown ? first.where() : null;
    }

    @Override
    public void beforeRun(VuScope scope) throws Throwable {
        vuInstances.remember();
        ScopeParameters.within(scope, null, () -> inOrder(methods.beforeRun(), junitInstances));
    }

    @Override
    public void afterRun(VuScope scope, RunResult result) throws Throwable {
        ScopeParameters.within(scope, result, () -> allOf(methods.afterRun(), junitInstances));
    }

    @Override
    public VuBody startVu(VuScope scope) throws Throwable {
        List<Object> instances = new ArrayList<>();
        ScopeParameters.within(scope, null, () -> {
            instances.addAll(vuInstances.make());
            inOrder(methods.beforeVu(), instances);
        });
        return new Prepared(scope, List.copyOf(instances));
    }

    private void inOrder(List<Call> calls, List<Object> instances) throws Throwable {
        for (Call call : calls) {
            call(call, instances);
        }
    }

    private void call(Call call, List<Object> instances) throws Throwable {
        try {
            invoker.invoke(call.method(), instances.get(call.level()));
        } catch (Throwable thrown) {
            firstThrown.compareAndSet(null, new FirstThrown(call.describe(), thrown));
            throw thrown;
        }
    }

    /** Calls each, even if one before it threw; the first exception is thrown in the end, the others suppressed in it. */
    private void allOf(List<Call> calls, List<Object> instances) throws Throwable {
        Throwable first = null;
        for (Call call : calls) {
            try {
                call(call, instances);
            } catch (Throwable thrown) {
                first = Thrown.first(first, thrown);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** What one virtual user repeats; confined to its thread. */
    private final class Prepared implements VuBody {
        private final VuScope scope;
        private final List<Object> instances;
        private final @Nullable Object[] arguments;
        private final EachIteration.Around around;

        Prepared(VuScope scope, List<Object> instances) {
            this.scope = scope;
            this.instances = instances;
            this.arguments = ScopeParameters.arguments(loadTest, resolvedArguments, scope);
            this.around = eachIteration.around(scope, instances);
        }

        @Override
        public void iterate() throws Throwable {
            body.invokeExact(instances.getLast(), arguments);
        }

        @Override
        public void beforeIteration(String exec) throws Throwable {
            around.before();
        }

        @Override
        public void afterIteration(String exec) throws Throwable {
            around.after();
        }

        @Override
        public void close() throws Throwable {
            ScopeParameters.within(scope, null, () -> allOf(methods.afterVu(), instances));
        }
    }
}
