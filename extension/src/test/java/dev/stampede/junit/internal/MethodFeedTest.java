package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.stampede.ConfigException;
import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.engine.ScenarioEnd;
import dev.stampede.feed.FeedPolicy;
import dev.stampede.feed.WhenDry;
import dev.stampede.junit.Feed;
import dev.stampede.options.Problems;
import dev.stampede.segments.Share;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.converter.ArgumentConverter;
import org.junit.jupiter.params.converter.ConvertWith;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.testkit.engine.EngineTestKit;

@Timeout(60)
class MethodFeedTest {
    private static final Vu VU = (Vu)
            Proxy.newProxyInstance(Vu.class.getClassLoader(), new Class<?>[] {Vu.class}, (vu, method, arguments) -> 1);

    /** Takes the next row, and gives its number. */
    private static long fill(MethodFeed feed, @Nullable Object[] arguments) throws InterruptedException {
        RowSources.Row row = feed.next(VU);
        feed.fill(arguments, row);
        return row.number();
    }

    @RegisterExtension
    final ContextHolder junit = new ContextHolder();

    static final class ContextHolder implements BeforeEachCallback {
        @Nullable
        ExtensionContext context;

        @Override
        public void beforeEach(ExtensionContext context) {
            this.context = context;
        }

        ExtensionContext context() {
            if (context == null) {
                throw new IllegalStateException("no test is running");
            }
            return context;
        }
    }

    private static Site site(String method) {
        return site(Cases.class, method);
    }

    private static Site site(Class<?> type, String name) {
        Method method = Arrays.stream(type.getDeclaredMethods())
                .filter(one -> one.getName().equals(name) && one.getReturnType() == void.class)
                .findFirst()
                .orElseThrow();
        return new Site(type, method);
    }

    private @Nullable MethodFeed open(String method) {
        Problems problems = new Problems();
        MethodFeed feed = MethodFeed.of(site(method), junit.context(), Share.WHOLE, problems);
        problems.throwIfAny();
        return feed;
    }

    /** The arguments of so many iterations. */
    private List<List<@Nullable Object>> take(String method, int iterations) throws InterruptedException {
        int parameters = site(method).method().getParameterCount();
        List<List<@Nullable Object>> taken = new ArrayList<>();
        try (MethodFeed feed = open(method)) {
            assertThat(feed).isNotNull();
            for (int i = 0; i < iterations && feed != null; i++) {
                @Nullable Object[] arguments = new @Nullable Object[parameters];
                fill(feed, arguments);
                taken.add(Arrays.asList(arguments));
            }
        }
        return taken;
    }

    /** What is said before any load. */
    private String problemOf(String method) {
        try {
            MethodFeed feed = open(method);
            throw new AssertionError("no problem, and " + (feed == null ? "no feed" : "a feed"));
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void csv_fillsWhatIsNotTheVus_fromTheLeft() throws Exception {
        assertThat(take("csv", 3))
                .containsExactly(
                        row(null, "ann", 31, null, null),
                        row(null, null, 32, null, null),
                        row(null, "ann", 31, null, null));
        try (MethodFeed feed = open("csv")) {
            assertThat(feed).isNotNull();
            if (feed != null) {
                assertThat(IntStream.range(0, 5).filter(feed::fills)).containsExactly(1, 2);
            }
        }
    }

    @Test
    void csvFile_isReadFromTheClassPath() throws Exception {
        assertThat(take("csvFile", 3)).containsExactly(row("ann", 31), row("bob", null), row("cleo, the third", 33));
    }

    @Test
    void factoryMethod_ofTheClass_isFoundByItsNameOrTheMethods() throws Exception {
        assertThat(take("named", 2)).containsExactly(row("ann", 31L), row("bob", 32L));
        assertThat(take("sameName", 2)).containsExactly(row(1), row(2));
    }

    @Test
    void factoryMethod_ofAnotherClass_mayYieldSingleObjects() throws Exception {
        assertThat(take("elsewhere", 3)).containsExactly(row("dora"), row("eve"), row("dora"));
    }

    @Test
    void factoryMethod_isStreamed_andCalledOnce() throws Exception {
        Cases.CALLS.set(0);
        assertThat(take("endless", 3)).containsExactly(row(0), row(1), row(2));
        assertThat(Cases.CALLS).hasValue(1);
        assertThat(Cases.CLOSED).hasValue(1);
    }

    @Test
    void enumSource_takesTheConstantsOfTheFirstParameterThatIsData() throws Exception {
        assertThat(take("constants", 2))
                .containsExactly(row(null, TimeUnit.NANOSECONDS), row(null, TimeUnit.MICROSECONDS));
    }

    @Test
    void values_areWidenedAndUnwrapped() throws Exception {
        assertThat(take("values", 1)).containsExactly(row(7.0));
        assertThat(take("wrapped", 1)).containsExactly(row("payload"));
    }

    @Test
    void ownProvider_isMadeAsJUnitMakesIt_andToldOfItsAnnotation() throws Exception {
        assertThat(take("own", 3)).containsExactly(row("item 1"), row("item 2"), row("item 1"));
        assertThat(take("declared", 1)).containsExactly(row(null, "java.lang.String"));
    }

    @Test
    void severalSources_followOneAnother() throws Exception {
        assertThat(take("several", 5)).containsExactly(row("a"), row("b"), row("c"), row("d"), row("a"));
    }

    @Test
    void values_areConvertedAsInAParameterizedTest() throws Exception {
        assertThat(take("converted", 1))
                .containsExactly(
                        row(LocalDate.of(2026, 1, 2), TimeUnit.DAYS, Locale.CANADA_FRENCH, 'x', Duration.ofSeconds(5)));
    }

    @Test
    void policy_isTheAnnotations() throws Exception {
        try (MethodFeed feed = open("once")) {
            assertThat(feed).isNotNull();
            if (feed != null) {
                @Nullable Object[] arguments = new @Nullable Object[1];
                assertThat(fill(feed, arguments)).isEqualTo(1);
                assertThat(fill(feed, arguments)).isEqualTo(2);
                assertThat(arguments).containsExactly(2);
                assertThatThrownBy(() -> fill(feed, arguments))
                        .isInstanceOfSatisfying(
                                ScenarioEnd.class,
                                end -> assertThat(end.isFailure()).isTrue())
                        .hasMessage("the data of @CsvSource on Cases.once() ran dry after 2 rows (UNIQUE)");
                assertThat(feed.handedOut()).isEqualTo(2);
            }
        }
    }

    @Test
    void laterRowThatDoesNotFit_failsItsIteration() throws Exception {
        try (MethodFeed feed = open("bad")) {
            assertThat(feed).isNotNull();
            if (feed != null) {
                @Nullable Object[] arguments = new @Nullable Object[2];
                fill(feed, arguments);
                assertThatThrownBy(() -> fill(feed, arguments))
                        .isInstanceOf(ParameterResolutionException.class)
                        .hasMessage("row 2 of the data of @CsvSource on Cases.bad(): \"many\" cannot be converted for"
                                + " parameter 2 (int quantity): Failed to convert String \"many\" to type int");
                assertThatThrownBy(() -> fill(feed, arguments))
                        .isInstanceOf(ParameterResolutionException.class)
                        .hasMessage("row 3 of the data of @CsvSource on Cases.bad() has 1 value, none for"
                                + " parameter 2 (int quantity)");
                assertThatThrownBy(() -> fill(feed, arguments))
                        .hasMessage("row 4 of the data of @CsvSource on Cases.bad(): null cannot be converted for"
                                + " parameter 2 (int quantity): null is no int");
            }
        }
    }

    @Test
    void wrongData_isToldBeforeTheLoad() {
        assertThat(problemOf("badFirst"))
                .isEqualTo("row 1 of the data of @ValueSource on Cases.badFirst(): \"x\" cannot be converted for"
                        + " parameter 1 (int quantity): Failed to convert String \"x\" to type int");
        assertThat(problemOf("noConversion"))
                .isEqualTo("row 1 of the data of @ValueSource on Cases.noConversion(): 1 cannot be converted for"
                        + " parameter 1 (Duration pause): there is no conversion from java.lang.Integer");
        assertThat(problemOf("tooShort"))
                .isEqualTo("row 1 of the data of @CsvSource on Cases.tooShort() has 1 value, none for"
                        + " parameter 2 (int quantity)");
        assertThat(problemOf("noRows")).isEqualTo("the data of @MethodSource on Cases.noRows() has no rows");
        assertThat(problemOf("noFile"))
                .startsWith("row 1 of the data of @CsvFileSource on Cases.noFile() could not be read: ")
                .contains("/none.csv");
        assertThat(problemOf("noParameter"))
                .isEqualTo("@CsvSource on Cases.noParameter(): the method has no parameter for the data."
                        + " Add one for each value of a row.");
        assertThat(problemOf("wholeRow"))
                .isEqualTo("@CsvSource on Cases.wholeRow(): parameter 1 (ArgumentsAccessor row) takes a whole row,"
                        + " which load tests do not support. Take the values as parameters of their own.");
        assertThat(problemOf("feedWithoutData"))
                .isEqualTo("@Feed on Cases.feedWithoutData(): the method has no data. Add an argument source of"
                        + " JUnit's, such as @CsvSource (in junit-jupiter-params), or remove @Feed.");
    }

    @Test
    void methodWithoutData_hasNoFeed() {
        assertThat(open("noData")).isNull();
    }

    @Test
    void placeholders_letJUnitResolveTheRest() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Placeholders.class))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(1).succeeded(1));
        assertThat(Placeholders.seen).containsExactly(0, null, "placeholders()");
        MethodFeed feed = Placeholders.feed;
        assertThat(feed).isNotNull();
        if (feed != null) {
            // JUnit closed it with the context
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 2; i++) {
                            fill(feed, new @Nullable Object[3]);
                        }
                    })
                    .hasMessage("the data of @CsvSource on Placeholders.placeholders() is closed");
        }
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /** What JUnit does with the method of a load test. */
    static final class Resolver implements BeforeEachCallback, ParameterResolver {
        private @Nullable FeedPlaceholders placeholders;

        @Override
        public void beforeEach(ExtensionContext context) {
            Site site = new Site(context.getRequiredTestClass(), context.getRequiredTestMethod());
            Problems problems = new Problems();
            MethodFeed feed = MethodFeed.of(site, context, Share.WHOLE, problems);
            problems.throwIfAny();
            if (feed != null) {
                placeholders = new FeedPlaceholders(site.method(), feed);
                Placeholders.feed = feed;
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return placeholders != null && placeholders.supportsParameter(parameter, context);
        }

        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return placeholders == null ? null : placeholders.resolveParameter(parameter, context);
        }
    }

    @ExtendWith(Resolver.class)
    static class Placeholders {
        static List<@Nullable Object> seen = List.of();
        static @Nullable MethodFeed feed;

        @BeforeEach
        void clear() {
            seen = List.of();
        }

        @Test
        @CsvSource({"1, ann", "2, bob"})
        void placeholders(int number, @Nullable String name, TestInfo info) {
            seen = row(number, name, info.getTestMethod().orElseThrow().getName() + "()");
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ArgumentsSource(Items.class)
    @interface ItemSource {
        int count();
    }

    static final class Items implements ArgumentsProvider, AnnotationConsumer<ItemSource> {
        private int count;

        private Items() {}

        @Override
        public void accept(ItemSource annotation) {
            count = annotation.count();
        }

        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return IntStream.rangeClosed(1, count).mapToObj(i -> Arguments.of("item " + i));
        }
    }

    /** A row with the types of the parameters. */
    static final class Types implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.of(Arguments.of(parameters.getAll().stream()
                    .map(parameter -> parameter.getParameterType().getName())
                    .toArray()));
        }
    }

    static final class Seconds implements ArgumentConverter {
        @Override
        public Object convert(@Nullable Object source, ParameterContext context) {
            return Duration.ofSeconds(Long.parseLong(String.valueOf(source)));
        }
    }

    @SuppressWarnings("unused") // read by reflection
    static class Cases {
        static final AtomicInteger CALLS = new AtomicInteger();
        static final AtomicInteger CLOSED = new AtomicInteger();

        @CsvSource(textBlock = """
                        ann, 31
                        NONE, 32
                        """, nullValues = "NONE")
        void csv(Vu vu, String name, int age, Http http, TestInfo info) {}

        @CsvFileSource(resources = "/accounts.csv", numLinesToSkip = 1, nullValues = "N/A")
        void csvFile(String name, Integer age) {}

        static Stream<Arguments> people() {
            return Stream.of(Arguments.of("ann", 31), Arguments.of("bob", 32));
        }

        @MethodSource("people")
        void named(String name, long age) {}

        static int[] sameName() {
            return new int[] {1, 2};
        }

        @MethodSource
        void sameName(int number) {}

        @MethodSource("dev.stampede.junit.internal.OtherRows#names")
        void elsewhere(String name) {}

        static Stream<Integer> endless() {
            CALLS.incrementAndGet();
            CLOSED.set(0);
            return Stream.iterate(0, i -> i + 1).onClose(CLOSED::incrementAndGet);
        }

        @MethodSource
        void endless(int number) {}

        @EnumSource
        void constants(Vu vu, TimeUnit unit) {}

        @ValueSource(ints = 7)
        void values(double number) {}

        static Stream<Arguments> wrapped() {
            return Stream.of(Arguments.argumentSet("set", Named.of("name", "payload")));
        }

        @MethodSource
        void wrapped(String value) {}

        @ItemSource(count = 2)
        void own(String item) {}

        @ArgumentsSource(Types.class)
        void declared(Vu vu, String item) {}

        @CsvSource("a")
        @CsvSource("b")
        @ValueSource(strings = {"c", "d"})
        void several(String value) {}

        @CsvSource("2026-01-02, DAYS, fr-CA, x, 5")
        void converted(
                LocalDate date,
                TimeUnit unit,
                Locale locale,
                char letter,
                @ConvertWith(Seconds.class) Duration pause) {}

        @CsvSource({"1", "2"})
        @Feed(value = FeedPolicy.UNIQUE, whenDry = WhenDry.FAIL)
        void once(int number) {}

        @CsvSource({"tea, 1", "tea, many", "tea", "tea,"})
        void bad(String name, int quantity) {}

        @ValueSource(strings = "x")
        void badFirst(int quantity) {}

        @ValueSource(ints = 1)
        void noConversion(Duration pause) {}

        @CsvSource("tea")
        void tooShort(String name, int quantity) {}

        static List<String> noRows() {
            return List.of();
        }

        @MethodSource
        void noRows(String name) {}

        @CsvFileSource(resources = "/none.csv")
        void noFile(String name) {}

        @CsvSource("tea")
        void noParameter(Vu vu) {}

        @CsvSource("tea")
        void wholeRow(ArgumentsAccessor row) {}

        @Feed(FeedPolicy.UNIQUE)
        void feedWithoutData(String name) {}

        void noData(Vu vu) {}
    }
}
