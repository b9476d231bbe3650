package dev.stampede.http.okhttp;

import dev.stampede.http.HeaderList;
import dev.stampede.http.RoundTripTrace;
import dev.stampede.http.Transport;
import dev.stampede.http.TransportRequest;
import dev.stampede.http.TransportResponse;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request the cheapest way that can: directly over sockets, or else over OkHttp. Confined to one thread of a
 * virtual user, except {@link #another} and {@link #close}.
 */
final class Lanes implements Transport {
    private final Transport direct;
    private final Predicate<HttpUrl> leadsDirectly;
    private final Supplier<Transport> whole;
    private final boolean first;
    private @Nullable Transport okHttp;

    /**
     * Both.
     *
     * @param leadsDirectly whether what goes there may go directly now
     * @param whole makes the one that can do everything, or finds it made; any thread
     */
    Lanes(Transport direct, Predicate<HttpUrl> leadsDirectly, Supplier<Transport> whole) {
        this(direct, leadsDirectly, whole, true);
    }

    private Lanes(Transport direct, Predicate<HttpUrl> leadsDirectly, Supplier<Transport> whole, boolean first) {
        this.direct = direct;
        this.leadsDirectly = leadsDirectly;
        this.whole = whole;
        this.first = first;
    }

    @Override
    public TransportResponse roundTrip(TransportRequest request, RoundTripTrace trace) throws IOException {
        return leadsDirectly.test(request.url()) && !isChunked(request.headers())
                ? direct.roundTrip(request, trace)
                : okHttp().roundTrip(request, trace);
    }

    @Override
    public long prepare(HttpUrl url) {
        boolean directly = leadsDirectly.test(url);
        if (okHttp != null || (directly && !url.isHttps())) {
            return 0;
        }
        long before = System.nanoTime();
        if (directly) {
            PlainClient.get();
        } else {
            okHttp();
        }
        return System.nanoTime() - before;
    }

    /** Whether the user wants the body to travel in chunks. */
    private static boolean isChunked(HeaderList headers) {
        return headers.get("Transfer-Encoding") != null;
    }

    private Transport okHttp() {
        Transport known = okHttp;
        if (known == null) {
            known = first ? whole.get() : whole.get().another();
            okHttp = known;
        }
        return known;
    }

    @Override
    public Transport another() {
        return new Lanes(direct.another(), leadsDirectly, whole, false);
    }

    @Override
    public void close() {
        direct.close();
        if (okHttp != null) {
            okHttp.close();
        }
    }
}
