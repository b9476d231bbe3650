package dev.stampede.results.http;

import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which request is answered by what. Filled before the server starts. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    /** Answers requests. */
    public interface Handler {
        /**
         * The answer.
         *
         * @throws Refusal if the request is not taken
         * @throws IOException if the service cannot do what it should
         */
        Response answer(Request request) throws Refusal, IOException;
    }

    /** Who may send a request. */
    public enum Access {
        /** Whoever has the service's token. */
        TOKEN,
        /** Anybody: the handler looks at the token itself, or there is nothing to hide. */
        OPEN,
        /** Anybody, and a plain form may send it too. */
        FORM
    }

    /** A handler that was found, and what stood in the holes of its path. */
    record Found(Handler handler, Access access, List<String> holes) {}

    private record Route(String method, List<String> path, Access access, Handler handler) {}

    /**
     * Adds a route.
     *
     * @param path such as <code>/v1/tests/{}</code>, where <code>{}</code> stands for any one segment
     */
    public Routes add(String method, String path, Access access, Handler handler) {
        routes.add(new Route(method, List.of(path.substring(1).split("/", -1)), access, handler));
        return this;
    }

    /** What answers a request. */
    Optional<Found> find(String method, List<String> path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            List<String> holes = route.method.equals(asked) ? holes(route.path, path) : null;
            if (holes != null) {
                return Optional.of(new Found(route.handler, route.access, holes));
            }
        }
        return Optional.empty();
    }

    /** Methods to which a path has an answer. */
    Set<String> methods(List<String> path) {
        return routes.stream()
                .filter(route -> holes(route.path, path) != null)
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable List<String> holes(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return null;
        }
        List<String> holes = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).equals("{}")) {
                holes.add(path.get(i));
            } else if (!pattern.get(i).equals(path.get(i))) {
                return null;
            }
        }
        return holes;
    }
}
