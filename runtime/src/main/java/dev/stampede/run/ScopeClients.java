package dev.stampede.run;

import dev.stampede.grpc.GrpcMeter;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.metrics.SampleContext;
import dev.stampede.sse.ServerSentEvents;
import dev.stampede.websocket.VuWebSockets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual user has beside HTTP. Known by name, so that none is loaded for a virtual user that has no use for it: a
 * class may need a library that is not there. Thread-safe, as forks may ask, too.
 */
final class ScopeClients {
    /** Makes a client. */
    private interface Maker {
        Object make(SampleContext samples, HttpSession session);
    }

    private static final Map<String, Maker> MAKERS = Map.of(
            "dev.stampede.websocket.WebSockets",
            (samples, session) -> new VuWebSockets(samples, session),
            "dev.stampede.sse.ServerSentEvents",
            (samples, session) -> new ServerSentEvents(samples, session),
            "dev.stampede.grpc.GrpcMeter",
            (samples, session) -> new GrpcMeter(samples, session));

    private final SampleContext samples;
    private final HttpSession session;
    /** Made when it is needed, as there is one of these for each virtual user. */
    private volatile @Nullable Map<Class<?>, Object> made;

    ScopeClients(SampleContext samples, HttpSession session) {
        this.samples = samples;
        this.session = session;
    }

    static boolean has(Class<?> type) {
        return MAKERS.containsKey(type.getName());
    }

    <T> T get(Class<T> type) {
        return type.cast(made().computeIfAbsent(type, this::make));
    }

    private Map<Class<?>, Object> made() {
        Map<Class<?>, Object> known = made;
        return known == null ? firstMade() : known;
    }

    /** Forks may ask for a client at the same time. */
    private synchronized Map<Class<?>, Object> firstMade() {
        Map<Class<?>, Object> known = made;
        if (known == null) {
            known = new ConcurrentHashMap<>(4);
            made = known;
        }
        return known;
    }

    private Object make(Class<?> type) {
        Maker maker = MAKERS.get(type.getName());
        if (maker == null) {
            throw new IllegalArgumentException("a virtual user has no " + type.getName() + "; there are "
                    + MAKERS.keySet().stream().sorted().toList());
        }
        return maker.make(samples, session);
    }
}
