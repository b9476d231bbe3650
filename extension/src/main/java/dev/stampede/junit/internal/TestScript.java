package dev.stampede.junit.internal;

import static java.util.Objects.requireNonNull;

import dev.stampede.RunResult;
import dev.stampede.engine.ErrorLog;
import dev.stampede.engine.Scenario;
import dev.stampede.junit.internal.LifecycleMethods.Call;
import dev.stampede.run.LoadScript;
import dev.stampede.run.Mode;
import dev.stampede.run.VuScope;
import dev.stampede.secrets.Redactor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    private final Map<String, VuMethod> bodies;
    private final @Nullable Method afterLoad;
    /** Takes what does not hold where results are not judged; null where they are. */
    private final @Nullable Consumer<String> unjudged;

    private final EachIteration eachIteration;
    private final AtomicReference<@Nullable FirstThrown> firstThrown = new AtomicReference<>();

    /**
     * A script.
     *
     * @param snapshots one of each of JUnit's own instances, the outermost class's first
     * @param bodies what virtual users repeat, by name
     * @param afterLoad called once after the load, before {@code @AfterRun}; null for none
     * @param unjudged takes what does not hold of a result that is not to be judged; null if it is
     */
    private TestScript(
            ExecutableInvoker invoker,
            LifecycleMethods methods,
            List<Snapshot> snapshots,
            Map<String, VuMethod> bodies,
            @Nullable Method afterLoad,
            @Nullable Consumer<String> unjudged) {
        this.invoker = invoker;
        this.methods = methods;
        this.junitInstances = snapshots.stream().map(Snapshot::instance).toList();
        this.vuInstances = new VuInstances(invoker, snapshots);
        this.bodies = bodies;
        this.afterLoad = afterLoad;
        this.unjudged = unjudged;
        this.eachIteration = new EachIteration(invoker, methods);
    }

    /**
     * The script of a load test.
     *
     * @param snapshots one of each of JUnit's own instances, the outermost class's first
     * @param resolvedArguments what JUnit resolved for the load test method, placeholders included
     */
    static TestScript of(
            LoadPlan plan,
            Feeds feeds,
            ExecutableInvoker invoker,
            List<Snapshot> snapshots,
            List<Object> resolvedArguments) {
        Method loadTest = plan.site().method();
        Consumer<String> unjudged =
                plan.mode() == Mode.FULL ? null : plan.options().console();
        if (plan.scenarios().isEmpty()) {
            VuMethod body = new VuMethod(invoker, loadTest, resolvedArguments, feeds.of(loadTest));
            return new TestScript(invoker, plan.methods(), snapshots, Map.of(Scenario.DEFAULT, body), null, unjudged);
        }
        Map<String, VuMethod> bodies = new HashMap<>();
        for (ScenarioMethods.Body body : plan.scenarios().all()) {
            bodies.put(body.scenario().exec(), new VuMethod(invoker, body.method(), null, feeds.of(body.method())));
        }
        return new TestScript(invoker, plan.methods(), snapshots, bodies, loadTest, unjudged);
    }

    /** What one of the methods around the load threw. */
    private record FirstThrown(String where, Throwable what) {}

    /** The method around the load that threw this, such as {@code @BeforeVu CheckoutLoad.login()}; null if none did. */
    @Nullable
    String thrower(Throwable thrown) {
        FirstThrown first = firstThrown.get();
        return first != null && Redactor.isOf(thrown, first.what()) ? first.where() : null;
    }

    @Override
    public boolean hasBeforeRun() {
        return !methods.beforeRun().isEmpty();
    }

    @Override
    public boolean hasAfterRun() {
        return afterLoad != null || !methods.afterRun().isEmpty();
    }

    @Override
    public void beforeRun(VuScope scope) throws Throwable {
        ScopeParameters.within(scope, null, () -> inOrder(methods.beforeRun(), junitInstances));
    }

    @Override
    public boolean has(String exec) {
        return bodies.containsKey(exec);
    }

    @Override
    public void afterRun(VuScope scope, RunResult result) throws Throwable {
        ScopeParameters.within(scope, result, () -> {
            Throwable first = null;
            try {
                if (afterLoad != null) {
                    call(afterLoad, describe(afterLoad), junitInstances.getLast());
                }
            } catch (Throwable thrown) {
                first = thrown;
            }
            allOf(methods.afterRun(), junitInstances, first);
        });
    }

    private static String describe(Method loadTest) {
        return "@LoadTest " + loadTest.getDeclaringClass().getSimpleName() + "." + loadTest.getName() + "()";
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
        call(call.method(), call.describe(), instances.get(call.level()));
    }

    private void call(Method method, String where, Object instance) throws Throwable {
        try {
            invoker.invoke(method, instance);
        } catch (AssertionError | IllegalArgumentException thrown) {
            // the same as with thresholds: what was measured of one iteration says nothing about the load
            if (unjudged != null && List.of(method.getParameterTypes()).contains(RunResult.class)) {
                unjudged.accept(where + " does not hold without the load, and is not judged: " + ErrorLog.text(thrown));
                return;
            }
            throw first(where, thrown);
        } catch (Throwable thrown) {
            throw first(where, thrown);
        }
    }

    private <T extends Throwable> T first(String where, T thrown) {
        firstThrown.compareAndSet(null, new FirstThrown(where, thrown));
        return thrown;
    }

    /**
     * Calls each, even if one before it threw; the first exception is thrown in the end, the others suppressed in it.
     *
     * @param before what was thrown before that; null for nothing
     */
    private void allOf(List<Call> calls, List<Object> instances, @Nullable Throwable before) throws Throwable {
        Throwable first = before;
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
        private final Map<String, VuMethod.Bound> bound = new HashMap<>();
        private final EachIteration.Around around;
        /** Whether there was data for the iteration, so that what comes before it was called. */
        private boolean begun;

        Prepared(VuScope scope, List<Object> instances) {
            this.scope = scope;
            this.instances = instances;
            bodies.forEach((exec, body) -> bound.put(exec, body.bind(scope, instances.getLast())));
            this.around = eachIteration.around(scope, instances);
        }

        @Override
        public void iterate() throws Throwable {
            iterate(Scenario.DEFAULT);
        }

        @Override
        public void iterate(String exec) throws Throwable {
            bound(exec).call();
        }

        private VuMethod.Bound bound(String exec) {
            return requireNonNull(bound.get(exec)); // the run has made sure that there is one
        }

        @Override
        public void beforeIteration(String exec) throws Throwable {
            begun = false;
            bound(exec).prepare();
            begun = true;
            around.before();
        }

        @Override
        public void afterIteration(String exec) throws Throwable {
            if (begun) {
                around.after();
            }
        }

        @Override
        public void close() throws Throwable {
            ScopeParameters.within(scope, null, () -> allOf(methods.afterVu(), instances, null));
        }
    }
}
