package dev.stampede.junit.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/** Makes handles that are called as {@code (instance, arguments)}: what the method throws comes out as it is. */
final class SpreadHandle {
    private SpreadHandle() {}

    /** One for all virtual users. */
    static MethodHandle of(Method method) {
        if (!method.trySetAccessible()) {
            throw new IllegalStateException(
                    method + " cannot be called: its package must be open to dev.stampede.junit");
        }
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            return handle.asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(void.class, Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
