package dev.stampede.junit.internal;

import dev.stampede.junit.internal.LifecycleMethods.Call;
import dev.stampede.run.VuScope;
import java.util.List;
import org.junit.jupiter.api.extension.ExecutableInvoker;

/** JUnit's {@code @BeforeEach} and {@code @AfterEach}, called around every iteration. Immutable. */
final class EachIteration {
    private final List<Placed> before;
    private final List<Placed> after;

    EachIteration(ExecutableInvoker invoker, LifecycleMethods methods) {
        this.before = methods.beforeEach().stream()
                .map(call -> Placed.of(invoker, call))
                .toList();
        this.after = methods.afterEach().stream()
                .map(call -> Placed.of(invoker, call))
                .toList();
    }

    /**
     * A method, and whose it is.
     *
     * @param level 0 is the outermost class's instance
     */
    private record Placed(VuMethod method, int level) {
        static Placed of(ExecutableInvoker invoker, Call call) {
            return new Placed(VuMethod.of(invoker, call.method()), call.level());
        }
    }

    /**
     * The same for one virtual user.
     *
     * @param instances its instances, the outermost class's first
     */
    Around around(VuScope scope, List<Object> instances) {
        return new Around(bind(before, scope, instances), bind(after, scope, instances));
    }

    private static VuMethod.Bound[] bind(List<Placed> methods, VuScope scope, List<Object> instances) {
        return methods.stream()
                .map(placed -> placed.method().bind(scope, instances.get(placed.level())))
                .toArray(VuMethod.Bound[]::new);
    }

    /** What is called around each iteration of one virtual user; confined to its thread. */
    static final class Around {
        private final VuMethod.Bound[] before;
        private final VuMethod.Bound[] after;

        private Around(VuMethod.Bound[] before, VuMethod.Bound[] after) {
            this.before = before;
            this.after = after;
        }

        /** Calls each until one throws. */
        void before() throws Throwable {
            for (VuMethod.Bound method : before) {
                method.call();
            }
        }

        /** Calls each, even if one before it threw; the first exception is thrown in the end, the others suppressed in it. */
        void after() throws Throwable {
            Throwable first = null;
            for (VuMethod.Bound method : after) {
                try {
                    method.call();
                } catch (Throwable thrown) {
                    first = Thrown.first(first, thrown);
                }
            }
            if (first != null) {
                throw first;
            }
        }
    }
}
