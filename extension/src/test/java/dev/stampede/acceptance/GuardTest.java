package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.LoadTests;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Extensions that call test methods themselves, as Quarkus's does: no load test is green without load. */
class GuardTest {
    private static final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        calls.clear();
    }

    /** Calls everything itself, past whoever comes after it. */
    static class Bypass implements InvocationInterceptor {
        @Override
        public void interceptBeforeEachMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
                throws Throwable {
            call(invocation, call);
        }

        @Override
        public void interceptTestMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
                throws Throwable {
            call(invocation, call);
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
                throws Throwable {
            call(invocation, call);
        }

        @Override
        public void interceptAfterEachMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
                throws Throwable {
            call(invocation, call);
        }

        private static void call(Invocation<Void> invocation, ReflectiveInvocationContext<Method> call)
                throws ReflectiveOperationException {
            invocation.skip();
            call.getExecutable().setAccessible(true);
            call.getExecutable()
                    .invoke(call.getTarget().orElseThrow(), call.getArguments().toArray());
        }
    }

    private static final String NO_LOAD =
            ": no load was run, as another extension of the class called the method itself."
                    + " Put @LoadTests on the class, above the annotation that brings that extension (such as @QuarkusTest), or"
                    + " move the load test to a class without it.";

    @Test
    void extensionThatCallsTheMethodItself_failsTheTest() {
        assertThat(Jupiter.failureOf(Bypassed.class)).hasMessage("@LoadTest on Bypassed.load()" + NO_LOAD);
        assertThat(calls).containsExactly("load");
    }

    @ExtendWith(Bypass.class)
    static class Bypassed {
        @LoadTest(vus = 5)
        void load() {
            calls.add("load");
        }
    }

    @Test
    void loadTestsBelowIt_changesNothing() {
        assertThat(Jupiter.failureOf(Below.class)).hasMessage("@LoadTest on Below.load()" + NO_LOAD);
    }

    @ExtendWith(Bypass.class)
    @LoadTests
    static class Below {
        @LoadTest(vus = 5)
        void load() {}
    }

    @Test
    void loadTestsAboveIt_runsTheLoad() {
        Jupiter.passes(Above.class, 2);

        assertThat(Above.users).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(Above.virtual).containsExactly(true);
        // five times around iterations of the load test, once around the other test
        assertThat(calls).filteredOn("before"::equals).hasSize(6);
        assertThat(calls).filteredOn("after"::equals).hasSize(6);
        assertThat(calls).filteredOn("test"::equals).hasSize(1);
    }

    @LoadTests
    @ExtendWith(Bypass.class)
    static class Above {
        private static final Set<Integer> users = ConcurrentHashMap.newKeySet();
        private static final Set<Boolean> virtual = ConcurrentHashMap.newKeySet();

        @BeforeEach
        void before() {
            calls.add("before");
        }

        @LoadTest(vus = 5, iterations = 5)
        void load(Vu vu) {
            users.add(vu.id());
            virtual.add(Thread.currentThread().isVirtual());
            vu.sleep("100ms"); // so that each user has its turn
        }

        @Test
        void other() {
            calls.add("test");
        }

        @AfterEach
        void after() {
            calls.add("after");
        }

        @AfterAll
        static void told(List<RunResult> results) {
            assertThat(results)
                    .singleElement()
                    .satisfies(
                            run -> assertThat(run.value("iterations", "count")).isEqualTo(5));
        }
    }
}
