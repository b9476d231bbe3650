package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InjectMocks;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** What others, and {@code @BeforeRun}, put into fields of JUnit's instance. */
class CarriedOverTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        log.clear();
    }

    @Test
    void mocks_areSharedByAllVus() {
        Jupiter.passes(Mocked.class, 1);

        assertThat(log).containsExactlyInAnyOrder("1: pears", "2: pears");
    }

    interface Stock {
        String first();
    }

    static class Shop {
        private final Stock stock;

        Shop(Stock stock) {
            this.stock = stock;
        }

        String sell() {
            return stock.first();
        }
    }

    @ExtendWith(MockitoExtension.class)
    @SuppressWarnings("NullAway.Init")
    static class Mocked {
        @Mock
        private Stock stock;

        @InjectMocks
        private Shop shop;

        @BeforeRun
        void fill() {
            when(stock.first()).thenReturn("pears");
        }

        /** Waits for the other one, so that each does one iteration. */
        @LoadTest(vus = 2)
        void load(Vu vu) {
            log.add(vu.id() + ": " + shop.sell());
            while (log.size() < 2) {
                vu.sleep("1ms");
            }
        }

        @AfterRun
        void sold() {
            verify(stock, org.mockito.Mockito.times(2)).first();
        }
    }

    @Test
    void temporaryDirectory_isOneForAllVus_asFieldAndAsParameter() {
        Jupiter.passes(Directories.class, 1);

        assertThat(log).hasSize(2);
        assertThat(log.stream().distinct()).containsExactly("true of the run");
    }

    static class Directories {
        @TempDir
        @SuppressWarnings("NullAway.Init")
        private Path field;

        @BeforeRun
        void write() throws Exception {
            Files.writeString(field.resolve("token"), "of the run");
        }

        @LoadTest(iterations = 2)
        void load(@TempDir Path parameter) throws Exception {
            log.add(Files.isDirectory(parameter) + " " + Files.readString(field.resolve("token")));
        }
    }

    @Test
    void equalButOtherObject_isCarriedOver() {
        Jupiter.passes(Equal.class, 1);

        assertThat(log).containsExactly("JUnit's true");
    }

    static class Equal {
        private static List<String> junits = List.of();
        private List<String> list = new ArrayList<>();
        private String untouched = "own";

        @BeforeRun
        void other() {
            list = new ArrayList<>(); // equal to what a fresh instance begins with
            junits = list;
        }

        @LoadTest
        void load() {
            assertThat(list).isSameAs(junits);
            log.add("JUnit's " + untouched.equals("own"));
        }
    }

    @Test
    void objectWhoseEqualsThrows_isCarriedOver() {
        Jupiter.passes(Touchy.class, 1);

        assertThat(log).containsExactly("second");
    }

    static class Touchy {
        private Delicate delicate = new Delicate("first");

        @BeforeRun
        void set() {
            delicate = new Delicate("second");
        }

        @LoadTest
        void load() {
            log.add(delicate.name);
        }
    }

    private static final class Delicate {
        private final String name;

        Delicate(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            throw new IllegalStateException("not comparable");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("not comparable");
        }
    }

    @Test
    void finalField_isTheFreshInstancesOwn() {
        Jupiter.passes(Final.class, 1);

        assertThat(log).containsExactly("[]");
    }

    static class Final {
        private final List<String> names = new ArrayList<>();

        @BeforeRun
        void fill() {
            names.add("JUnit's");
        }

        @LoadTest
        void load() {
            log.add(names.toString());
        }
    }

    @Test
    void sharedInstance_carriesOverWhatAnEarlierLoadTestSet() {
        Jupiter.passes(Shared.class, 2);

        assertThat(log).containsExactly("first: token 1 of first", "second: token 1 of first");
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Shared {
        private String token = "none";
        private int logins = 0;

        @BeforeRun
        void logInOnce() {
            if (logins == 0) {
                token = "token " + ++logins + " of first";
            }
        }

        @LoadTest
        void first() {
            log.add("first: " + token);
        }

        @LoadTest
        void second() {
            log.add("second: " + token);
        }
    }

    @Test
    void ownInstances_carryNothingOverFromAnEarlierLoadTest() {
        Jupiter.passes(Own.class, 2);

        assertThat(log).containsExactly("first: 1", "second: 1");
    }

    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Own {
        private int logins = 0;
        private int vus = 0;

        @BeforeRun
        void logIn() {
            logins++;
        }

        @BeforeVu
        void vu() {
            vus++;
        }

        @LoadTest
        void first() {
            log.add("first: " + logins * vus);
        }

        @LoadTest
        void second() {
            log.add("second: " + logins * vus);
        }
    }
}
