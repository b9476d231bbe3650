package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.AfterVu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Load tests in class hierarchies and in nested classes. */
class InheritanceTest {
    private static final Queue<String> log = new ConcurrentLinkedQueue<>();
    private static final Set<Object> instances = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void forget() {
        log.clear();
        instances.clear();
    }

    @Test
    void loadTestOfTheSubclass_hasTheMethodsOfTheBase() {
        Jupiter.passes(LoadBelow.class, 1);

        assertThat(log)
                .containsExactly("before run", "before vu", "before each", "load as vu 1", "after vu", "after run");
    }

    abstract static class MethodsAbove {
        private String token = "";

        @BeforeRun
        void beforeRun() {
            token = "vu";
            log.add("before run");
        }

        @BeforeVu
        void beforeVu(Vu vu) {
            token += " " + vu.id();
            log.add("before vu");
        }

        @BeforeEach
        void beforeEach() {
            log.add("before each");
        }

        @AfterVu
        void afterVu() {
            log.add("after vu");
        }

        @AfterRun
        void afterRun() {
            log.add("after run");
        }

        String token() {
            return token;
        }
    }

    static class LoadBelow extends MethodsAbove {
        @LoadTest
        void load() {
            log.add("load as " + token());
        }
    }

    @Test
    void loadTestOfTheBase_hasTheMethodsOfTheSubclass() {
        Jupiter.passes(MethodsBelow.class, 1);

        assertThat(log)
                .containsExactly("before run", "before vu", "before each", "load as vu 1", "after vu", "after run");
    }

    abstract static class LoadAbove {
        abstract String name();

        @LoadTest
        void load() {
            log.add("load as " + name());
        }
    }

    static class MethodsBelow extends LoadAbove {
        private String name = "";

        @BeforeRun
        void beforeRun() {
            name = "vu";
            log.add("before run");
        }

        @BeforeVu
        void beforeVu(Vu vu) {
            name += " " + vu.id();
            log.add("before vu");
        }

        @BeforeEach
        void beforeEach() {
            log.add("before each");
        }

        @AfterVu
        void afterVu() {
            log.add("after vu");
        }

        @AfterRun
        void afterRun() {
            log.add("after run");
        }

        @Override
        String name() {
            return name;
        }
    }

    @Test
    void classNestedTwice_hasInstancesOfAllThree_forEachVu() {
        Jupiter.passes(Top.class, 1);

        assertThat(log).containsExactlyInAnyOrder("run 1 vu 1 middle bottom", "run 1 vu 2 middle bottom");
        assertThat(instances).hasSize(9);
    }

    @SuppressWarnings("ClassCanBeStatic")
    static class Top {
        private int runs;
        private int id;

        @BeforeRun
        void topBeforeRun() {
            runs++;
            instances.add(this);
        }

        @BeforeVu
        void topBefore(Vu vu) {
            instances.add(this);
            id = vu.id();
        }

        @Nested
        class Middle {
            private String middle = "";

            @BeforeRun
            void middleBeforeRun() {
                instances.add(this);
            }

            @BeforeVu
            void middleBefore() {
                instances.add(this);
                middle = "middle";
            }

            @Nested
            class Bottom {
                private String bottom = "";

                @BeforeRun
                void bottomBeforeRun() {
                    instances.add(this);
                }

                @BeforeVu
                void bottomBefore() {
                    instances.add(this);
                    bottom = "bottom";
                }

                /** Waits for the other one, so that each does one iteration. */
                @LoadTest(vus = 2)
                void load(Vu vu) {
                    log.add("run " + runs + " vu " + id + " " + middle + " " + bottom);
                    while (log.size() < 2) {
                        vu.sleep("1ms");
                    }
                }
            }
        }
    }

    @Test
    void staticNestedClass_isATestClassOfItsOwn() {
        Jupiter.passes(Around.Within.class, 1);

        assertThat(log).containsExactly("load");
        assertThat(instances).hasSize(1);
    }

    static class Around {
        @BeforeRun
        void ofAnotherClass() {
            log.add("before run of the class around");
        }

        static class Within {
            @LoadTest
            void load() {
                instances.add(this);
                log.add("load");
            }
        }
    }
}
