package dev.stampede.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Groups the requests of a client under names, so that URLs with numbers in them do not become a series each: what
 * {@code HttpRequest.name} is for {@code Http}. Redirects on the way have the name of the request that led to them.
 */
@FunctionalInterface
public interface RequestNames {

    /** Every request goes by its URL. */
    RequestNames URLS = (method, url) -> null;

    /**
     * Name of a request, which the tags {@code name} and {@code url} then hold.
     *
     * @return null for the URL itself
     */
    @Nullable
    String name(String method, URI url);
}
