package dev.stampede.results;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * The arrows between packages of the service: wire, store &larr; figures &larr; runs &larr; http, page &larr; cloud, view &larr; root
 * &larr; embedded, cli; and what of the runtime it knows.
 */
@AnalyzeClasses(packages = "dev.stampede.results", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String RESULTS = "dev.stampede.results";

    @ArchTest
    static final ArchRule wire_knowsNoOther = mayKnow("wire");

    @ArchTest
    static final ArchRule store_knowsNoOther = mayKnow("store");

    @ArchTest
    static final ArchRule figures_knowTheWire = mayKnow("figures", "wire");

    @ArchTest
    static final ArchRule runs_knowFiguresAndWhereTheyAreKept = mayKnow("runs", "wire", "store", "figures");

    @ArchTest
    static final ArchRule http_knowsOnlyHowToRefuse = mayKnow("http", "wire");

    @ArchTest
    static final ArchRule page_knowsHttp = mayKnow("page", "http");

    @ArchTest
    static final ArchRule cloud_knowsRunsAndHttp = mayKnow("cloud", "wire", "store", "figures", "runs", "http");

    @ArchTest
    static final ArchRule view_knowsRunsHttpAndPage =
            mayKnow("view", "wire", "store", "figures", "runs", "http", "page");

    @ArchTest
    static final ArchRule embedded_andCommandLine_areAboveAll = noClasses()
            .that()
            .resideOutsideOfPackages(RESULTS + ".embedded", RESULTS + ".cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RESULTS + ".embedded", RESULTS + ".cli");

    @ArchTest
    static final ArchRule onlyTheCommandLine_knowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage(RESULTS + ".cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule ofTheRuntime_onlyMetricsThresholdsOutputsAndTheProtocolAreKnown = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            RESULTS + "..",
                            "dev.stampede",
                            "dev.stampede.clock",
                            "dev.stampede.metrics",
                            "dev.stampede.thresholds",
                            "dev.stampede.output",
                            "dev.stampede.output.cloud.api",
                            "dev.stampede.output.cloud.metrics",
                            "dev.stampede.output.cloud.proto")
                    .or(DescribedPredicate.not(resideInAPackage("dev.stampede.."))));

    @ArchTest
    static final ArchRule ofTheCloudsClient_onlyJsonIsKnown = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("dev.stampede.output.cloud.api")
                    .and(DescribedPredicate.describe(
                            "is not Json", c -> !c.getSimpleName().equals("Json"))));

    @ArchTest
    static final ArchRule onlyReports_encodeMetrics = noClasses()
            .that()
            .resideOutsideOfPackage(RESULTS + ".embedded")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.stampede.output.cloud.metrics");

    @ArchTest
    static final ArchRule packages_areFreeOfCycles =
            slices().matching(RESULTS + ".(*)..").should().beFreeOfCycles();

    /** Of the service's packages, this one knows itself and the given ones only. */
    private static ArchRule mayKnow(String from, String... known) {
        String[] allowed = Stream.concat(Stream.of(from), Stream.of(known))
                .map(one -> RESULTS + "." + one)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(RESULTS + "." + from)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(DescribedPredicate.not(resideInAPackage(RESULTS + "..")))
                        .as("reside in %s or are not the service's", String.join(", ", allowed)));
    }
}
