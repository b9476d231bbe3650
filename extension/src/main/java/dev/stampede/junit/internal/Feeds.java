package dev.stampede.junit.internal;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The data of the methods that virtual users repeat, opened once for each run. Thread-safe. */
final class Feeds implements AutoCloseable {
    private final Map<Method, MethodFeed> feeds;

    private Feeds(Map<Method, MethodFeed> feeds) {
        this.feeds = Map.copyOf(feeds);
    }

    /** Opens them; what is wrong is added to the plan's problems. */
    static Feeds of(LoadPlan plan, ExtensionContext context) {
        Map<Method, MethodFeed> feeds = new HashMap<>();
        for (Method method : methods(plan)) {
            Site site = new Site(plan.site().type(), plan.site().enclosing(), method);
            MethodFeed feed = MethodFeed.of(site, context, plan.options().share(), plan.problems());
            if (feed != null) {
                feeds.put(method, feed);
            }
        }
        return new Feeds(feeds);
    }

    private static List<Method> methods(LoadPlan plan) {
        return plan.scenarios().isEmpty()
                ? List.of(plan.site().method())
                : plan.scenarios().all().stream()
                        .map(ScenarioMethods.Body::method)
                        .toList();
    }

    /** The method's data; null if it has none. */
    @Nullable
    MethodFeed of(Method method) {
        return feeds.get(method);
    }

    /** What JUnit needs to resolve the parameters of the load test method itself, if that has data. */
    List<Extension> placeholders(Method loadTest) {
        MethodFeed feed = feeds.get(loadTest);
        return feed == null ? List.of() : List.of(new FeedPlaceholders(loadTest, feed));
    }

    @Override
    public void close() {
        feeds.values().forEach(MethodFeed::close);
    }
}
