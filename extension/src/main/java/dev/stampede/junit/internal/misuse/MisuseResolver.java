package dev.stampede.junit.internal.misuse;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.NestedClassSelector;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/**
 * Finds misdeclared load tests among what is selected. What does not exist or cannot be loaded is for Jupiter to complain
 * about, and holds none. Stateless.
 */
final class MisuseResolver implements SelectorResolver {
    private final Predicate<String> classNames;

    /** @param classNames which classes may be looked at, by their names */
    MisuseResolver(Predicate<String> classNames) {
        this.classNames = classNames;
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        return loaded(selector::getJavaClass)
                .map(type -> ofClass(type, context))
                .orElse(Resolution.unresolved());
    }

    @Override
    public Resolution resolve(NestedClassSelector selector, Context context) {
        return loaded(selector::getNestedClass)
                .map(type -> ofClass(type, context))
                .orElse(Resolution.unresolved());
    }

    @Override
    public Resolution resolve(MethodSelector selector, Context context) {
        return loaded(selector::getJavaMethod)
                .map(method -> ofMethod(selector.getJavaClass(), method, context))
                .orElse(Resolution.unresolved());
    }

    @Override
    public Resolution resolve(NestedMethodSelector selector, Context context) {
        return loaded(selector::getMethod)
                .map(method -> ofMethod(selector.getNestedClass(), method, context))
                .orElse(Resolution.unresolved());
    }

    /** Of our own nodes: asked for when a failed test is run again. */
    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        List<UniqueId.Segment> segments = selector.getUniqueId().getSegments();
        if (segments.size() < 2 || !segments.get(1).getType().equals("class")) {
            return Resolution.unresolved();
        }
        Class<?> type = ReflectionSupport.tryToLoadClass(segments.get(1).getValue())
                .toOptional()
                .orElse(null);
        if (type == null || segments.size() == 2) {
            return type == null ? Resolution.unresolved() : ofClass(type, context);
        }
        return Misdeclared.in(type).stream()
                .filter(one -> one.signature().equals(segments.get(2).getValue()))
                .findFirst()
                .map(one -> node(one, context))
                .orElse(Resolution.unresolved());
    }

    private Resolution ofClass(Class<?> type, Context context) {
        if (!classNames.test(standalone(type).getName())) {
            return Resolution.unresolved();
        }
        Set<DiscoverySelector> nested = nested(type);
        List<Misdeclared> own = Misdeclared.in(type);
        if (own.isEmpty()) {
            return nested.isEmpty() ? Resolution.unresolved() : Resolution.selectors(nested);
        }
        return context.addToParent(parent -> Optional.of(new MisuseNode.OfClass(parent.getUniqueId(), type)))
                .map(node -> Resolution.match(Match.exact(node, () -> {
                    Set<DiscoverySelector> children = new HashSet<>(nested);
                    own.forEach(one -> children.add(selectMethod(one.type(), one.method())));
                    return children;
                })))
                .orElse(Resolution.unresolved());
    }

    private Resolution ofMethod(Class<?> type, Method method, Context context) {
        return Misdeclared.in(type).stream()
                .filter(one -> one.method().equals(method))
                .findFirst()
                .map(one -> node(one, context))
                .orElse(Resolution.unresolved());
    }

    private static Resolution node(Misdeclared one, Context context) {
        return context.addToParent(
                        () -> selectClass(one.type()),
                        parent -> Optional.of(new MisuseNode.OfMethod(parent.getUniqueId(), one)))
                .map(node -> Resolution.match(Match.exact(node)))
                .orElse(Resolution.unresolved());
    }

    /** Classes below this one that have some, at any depth; not those that stand for themselves. */
    private static Set<DiscoverySelector> nested(Class<?> type) {
        return Stream.of(type.getDeclaredClasses())
                .filter(Misdeclared::belongsToTheClassAround)
                .flatMap(inner -> Stream.concat(
                        Misdeclared.in(inner).isEmpty() ? Stream.of() : Stream.of(selectClass(inner)),
                        nested(inner).stream()))
                .collect(Collectors.toSet());
    }

    private static Class<?> standalone(Class<?> type) {
        Class<?> result = type;
        while (result.getEnclosingClass() != null && Misdeclared.belongsToTheClassAround(result)) {
            result = result.getEnclosingClass();
        }
        return result;
    }

    private interface Loading<T> {
        T load();
    }

    private static <T> Optional<T> loaded(Loading<T> what) {
        try {
            return Optional.of(what.load());
        } catch (JUnitException | LinkageError e) {
            return Optional.empty();
        }
    }
}
