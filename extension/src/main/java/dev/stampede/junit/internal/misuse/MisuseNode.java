package dev.stampede.junit.internal.misuse;

import dev.stampede.ConfigException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** What JUnit is shown of misdeclared load tests: their classes, and in these a test for each. */
final class MisuseNode {
    private MisuseNode() {}

    /** A class; one for each, nested ones too, as build tools look for the nearest. */
    static final class OfClass extends AbstractTestDescriptor {
        OfClass(UniqueId parent, Class<?> type) {
            super(parent.append("class", type.getName()), type.getSimpleName(), ClassSource.from(type));
        }

        @Override
        public Type getType() {
            return Type.CONTAINER;
        }
    }

    /** A load test that fails. */
    static final class OfMethod extends AbstractTestDescriptor {
        private final Misdeclared misdeclared;

        OfMethod(UniqueId parent, Misdeclared misdeclared) {
            super(
                    parent.append("method", misdeclared.signature()),
                    misdeclared.method().getName() + "()",
                    MethodSource.from(misdeclared.type(), misdeclared.method()));
            this.misdeclared = misdeclared;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }

        /** As they would be if it was run, so that filters leave it out where they would leave out the load test. */
        @Override
        public Set<TestTag> getTags() {
            return misdeclared.tags().stream().map(TestTag::create).collect(Collectors.toSet());
        }

        /** Nothing was called that could be traced: the trace is the place to look at. */
        ConfigException failure() {
            ConfigException failure = new ConfigException(misdeclared.problems());
            Method method = misdeclared.method();
            failure.setStackTrace(new StackTraceElement[] {
                new StackTraceElement(method.getDeclaringClass().getName(), method.getName(), null, -1)
            });
            return failure;
        }
    }
}
