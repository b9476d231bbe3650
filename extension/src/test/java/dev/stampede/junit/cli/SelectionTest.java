package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.junit.cli.sample.Browse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which tests are run. */
class SelectionTest {
    private static final String BROWSE = "dev.stampede.junit.cli.sample.Browse";

    @BeforeEach
    void forget() {
        Browse.calls.clear();
    }

    @Test
    void ofAClass_onlyLoadTestsAreRun() {
        assertThat(Console.of("run", BROWSE).exitCode()).isZero();

        assertThat(Browse.calls).containsExactlyInAnyOrder("catalogue", "search");
    }

    @Test
    void method_isFoundByNameWhateverItTakes() {
        assertThat(Console.of("run", BROWSE + "#search").exitCode()).isZero();

        assertThat(Browse.calls).containsExactly("search");
    }

    @Test
    void several_areRunInTheirOrder() {
        assertThat(Console.of("run", BROWSE + "#search", BROWSE + "#catalogue", BROWSE + "#search")
                        .exitCode())
                .isZero();

        assertThat(Browse.calls).containsExactly("search", "catalogue", "search");
    }

    @Test
    void ofAPackage_allLoadTestsAreRun() {
        assertThat(Console.of("run", "dev.stampede.junit.cli.sample").exitCode())
                .isZero();

        assertThat(Browse.calls).containsExactlyInAnyOrder("catalogue", "search");
    }

    @Test
    void whatDoesNotExist_isToldAtOnceAndNothingIsRun() {
        Console console = Console.of("run", BROWSE, "Shop", "Shop#browse", BROWSE + "#serch", BROWSE + "#unit");

        assertThat(console).isEqualTo(new Console(104, "", """
                The load test has 4 configuration problems:
                \t- Shop: there is no such class or package on the class path. Write the full name, such as\
                 com.acme.ShopTest#browse, and put the compiled tests on the class path.
                \t- Shop#browse: there is no class Shop on the class path. Write the full name, such as\
                 com.acme.ShopTest#browse, and put the compiled tests on the class path.
                \t- dev.stampede.junit.cli.sample.Browse#serch: Browse has no load test 'serch'. It has: catalogue,\
                 search.
                \t- dev.stampede.junit.cli.sample.Browse#unit: Browse has no load test 'unit'. It has: catalogue,\
                 search.
                """));
        assertThat(Browse.calls).isEmpty();
    }

    @Test
    void classWithoutLoadTests_isAnError() {
        Console console = Console.of("run", BROWSE, Plain.class.getName());

        assertThat(console)
                .isEqualTo(new Console(
                        104,
                        "",
                        "dev.stampede.junit.cli.SelectionTest$Plain: there is no load test in it. Mark a method with"
                                + " @LoadTest.\n"));
        assertThat(Browse.calls).isEmpty();
    }

    static class Plain {
        @Test
        @Tag("slow")
        void plain() {}
    }
}
