package dev.stampede.junit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.stream.Stream;

/**
 * The arrows between packages: root and clock &larr; metrics &larr; thresholds, forks &larr; engine, health, http, summary &larr; output &larr;
 * output.cloud &larr; junit, with run above output and options above run.
 */
@AnalyzeClasses(packages = "dev.stampede", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule root_knowsNoneOfOurs = mayKnow("dev.stampede");

    @ArchTest
    static final ArchRule clock_knowsNoneOfOurs = mayKnow("dev.stampede.clock");

    @ArchTest
    static final ArchRule metrics_knowWhatIsBelow =
            mayKnow("dev.stampede.metrics", "dev.stampede", "dev.stampede.clock");

    @ArchTest
    static final ArchRule thresholds_knowMetricsButNoSibling =
            mayKnow("dev.stampede.thresholds", "dev.stampede", "dev.stampede.clock", "dev.stampede.metrics");

    @ArchTest
    static final ArchRule segments_knowNoneOfOurs = mayKnow("dev.stampede.segments");

    @ArchTest
    static final ArchRule engine_knowsMetricsButNoSibling = mayKnow(
            "dev.stampede.engine",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.segments",
            "dev.stampede.metrics",
            "dev.stampede.forks");

    @ArchTest
    static final ArchRule forks_knowMetricsButNoSibling =
            mayKnow("dev.stampede.forks", "dev.stampede", "dev.stampede.clock", "dev.stampede.metrics");

    @ArchTest
    static final ArchRule feed_knowsSegmentsAndTheEngine =
            mayKnow("dev.stampede.feed", "dev.stampede", "dev.stampede.segments", "dev.stampede.engine");

    @ArchTest
    static final ArchRule feed_knowsOfTheEngineOnlyHowAScenarioEnds = noClasses()
            .that()
            .resideInAPackage("dev.stampede.feed")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.stampede.engine")
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.engine.ScenarioEnd"))));

    @ArchTest
    static final ArchRule http_knowsMetricsButNoSibling = mayKnow(
            "dev.stampede.http..",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.metrics",
            "dev.stampede.forks",
            "dev.stampede.proxies",
            "dev.stampede.traces");

    @ArchTest
    static final ArchRule directRoundTrips_knowOnlyWhatOneIs = mayKnow("dev.stampede.http.direct", "dev.stampede.http");

    @ArchTest
    static final ArchRule jdkClient_knowsNoOther =
            mayKnow("dev.stampede.http.jdk", "dev.stampede", "dev.stampede.http");

    @ArchTest
    static final ArchRule apacheClient_knowsNoOther =
            mayKnow("dev.stampede.http.apache", "dev.stampede", "dev.stampede.http");

    @ArchTest
    static final ArchRule springClients_areOverOkHttp =
            mayKnow("dev.stampede.http.spring", "dev.stampede", "dev.stampede.http", "dev.stampede.http.okhttp");

    @ArchTest
    static final ArchRule onlyTheirPackages_knowOptionalClients = noClasses()
            .that()
            .resideOutsideOfPackages("dev.stampede.http.apache", "dev.stampede.http.spring")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..", "org.springframework..", "reactor..", "org.reactivestreams..");

    @ArchTest
    static final ArchRule nobody_knowsTheClientsOfTeams = noClasses()
            .that()
            .resideOutsideOfPackages("dev.stampede.http.jdk", "dev.stampede.http.apache", "dev.stampede.http.spring")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.stampede.http.jdk", "dev.stampede.http.apache", "dev.stampede.http.spring");

    @ArchTest
    static final ArchRule webSockets_knowHttp = mayKnow(
            "dev.stampede.websocket",
            "dev.stampede.clock",
            "dev.stampede.metrics",
            "dev.stampede.http",
            "dev.stampede.http.okhttp");

    @ArchTest
    static final ArchRule serverSentEvents_knowHttp =
            mayKnow("dev.stampede.sse", "dev.stampede.clock", "dev.stampede.metrics", "dev.stampede.http.okhttp");

    @ArchTest
    static final ArchRule grpc_knowsWhoseThreadItIs =
            mayKnow("dev.stampede.grpc", "dev.stampede.clock", "dev.stampede.metrics", "dev.stampede.http.okhttp");

    @ArchTest
    static final ArchRule onlyTheMeter_knowsGrpc = noClasses()
            .that()
            .resideOutsideOfPackage("dev.stampede.grpc")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc..");

    @ArchTest
    static final ArchRule proxies_knowNoneOfOurs = mayKnow("dev.stampede.proxies");

    @ArchTest
    static final ArchRule traces_knowWhatIsBelowHttp =
            mayKnow("dev.stampede.traces", "dev.stampede", "dev.stampede.clock", "dev.stampede.metrics");

    @ArchTest
    static final ArchRule health_knowsMetricsButNoSibling =
            mayKnow("dev.stampede.health", "dev.stampede.clock", "dev.stampede.metrics");

    @ArchTest
    static final ArchRule summary_knowsThresholdsAndLoadProfiles = mayKnow(
            "dev.stampede.summary",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.metrics",
            "dev.stampede.thresholds",
            "dev.stampede.segments",
            "dev.stampede.engine");

    @ArchTest
    static final ArchRule summary_knowsOfTheEngineOnlyWhatDescribesLoad = noClasses()
            .that()
            .resideInAPackage("dev.stampede.summary")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.stampede.engine")
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.engine.LoadProfile")))
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.engine.Scenario")))
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.engine.Portion"))));

    @ArchTest
    static final ArchRule output_knowsMetrics =
            mayKnow("dev.stampede.output", "dev.stampede", "dev.stampede.clock", "dev.stampede.metrics");

    @ArchTest
    static final ArchRule logs_knowOfOutputsOnlyWhatALineIs =
            mayKnow("dev.stampede.logs", "dev.stampede", "dev.stampede.clock", "dev.stampede.output");

    @ArchTest
    static final ArchRule logs_knowOnlyLogLine = noClasses()
            .that()
            .resideInAPackage("dev.stampede.logs")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.stampede.output")
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.output.LogLine"))));

    @ArchTest
    static final ArchRule onlyTheirTaps_knowLoggingLibraries = noClasses()
            .that()
            .haveNameNotMatching("dev\\.stampede\\.logs\\.(Logback|Log4j)Tap.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ch.qos.logback..", "org.slf4j..", "org.apache.logging..");

    @ArchTest
    static final ArchRule onlyTheirOwnClasses_knowLibrariesForSomeCalls = noClasses()
            .that()
            .haveNameNotMatching("dev\\.stampede\\.http\\.(Brotli|Zstd|NtlmMessages|JsoupPage).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.aayushatharva..", "com.github.luben..", "jcifs..", "org.jsoup..");

    @ArchTest
    static final ArchRule secrets_knowOfOutputsOnlyWhereSecretsAre =
            mayKnow("dev.stampede.secrets", "dev.stampede", "dev.stampede.output");

    @ArchTest
    static final ArchRule cloudLogs_knowCallsAndOpenRuns = mayKnow(
            "dev.stampede.output.cloud.logs",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.output",
            "dev.stampede.output.cloud.api",
            "dev.stampede.output.cloud.runs");

    @ArchTest
    static final ArchRule archive_knowsWhatOutputsTake = mayKnow("dev.stampede.archive", "dev.stampede.output");

    @ArchTest
    static final ArchRule cloudOutput_isAnOutputLikeAnyOther = mayKnow(
            "dev.stampede.output.cloud..",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.metrics",
            "dev.stampede.output",
            "dev.stampede.proxies");

    @ArchTest
    static final ArchRule cloudConfig_knowsNoOtherPartOfTheCloud =
            mayKnow("dev.stampede.output.cloud.config", "dev.stampede", "dev.stampede.clock", "dev.stampede.metrics");

    @ArchTest
    static final ArchRule cloudApi_knowsNoSettingAndNoRun = mayKnow(
            "dev.stampede.output.cloud.api",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.metrics",
            "dev.stampede.proxies");

    @ArchTest
    static final ArchRule cloudLogin_knowsSettingsAndCalls = mayKnow(
            "dev.stampede.output.cloud.login",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.output.cloud.api",
            "dev.stampede.output.cloud.config");

    @ArchTest
    static final ArchRule cloudDelivery_knowsOnlyCalls = mayKnow(
            "dev.stampede.output.cloud.delivery",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.output.cloud.api");

    @ArchTest
    static final ArchRule cloudTraces_knowSettingsAndCalls = mayKnow(
            "dev.stampede.output.cloud.traces",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.output",
            "dev.stampede.output.cloud.api",
            "dev.stampede.output.cloud.config",
            "dev.stampede.output.cloud.proto");

    @ArchTest
    static final ArchRule cloudRuns_knowNothingOfMetrics = mayKnow(
            "dev.stampede.output.cloud.runs",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.metrics",
            "dev.stampede.output",
            "dev.stampede.output.cloud.api",
            "dev.stampede.output.cloud.config",
            "dev.stampede.output.cloud.delivery");

    @ArchTest
    static final ArchRule options_knowWhatTheyBecome = mayKnow(
            "dev.stampede.options",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.segments",
            "dev.stampede.metrics",
            "dev.stampede.thresholds",
            "dev.stampede.engine",
            "dev.stampede.health",
            "dev.stampede.http",
            "dev.stampede.traces",
            "dev.stampede.output",
            "dev.stampede.summary",
            "dev.stampede.run");

    @ArchTest
    static final ArchRule onlyTheExtension_knowsOptions = noClasses()
            .that()
            .resideOutsideOfPackages("dev.stampede.options", "dev.stampede.junit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.stampede.options");

    @ArchTest
    static final ArchRule onlyItselfAndTheExtension_knowTheCloudOutput = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.stampede.output.cloud..", "dev.stampede.junit.internal", "dev.stampede.junit.cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.stampede.output.cloud..");

    @ArchTest
    static final ArchRule nothingBelowTheExtension_knowsJUnit = noClasses()
            .that()
            .resideOutsideOfPackage("dev.stampede.junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.stampede.junit..", "org.junit..", "org.opentest4j..");

    @ArchTest
    static final ArchRule commandLine_knowsTheAnnotationsAndTheirSettings = mayKnow(
            "dev.stampede.junit.cli",
            "dev.stampede",
            "dev.stampede.clock",
            "dev.stampede.thresholds",
            "dev.stampede.options",
            "dev.stampede.run",
            "dev.stampede.output.cloud.config",
            "dev.stampede.output.cloud.login",
            "dev.stampede.output.cloud.runs",
            "dev.stampede.junit");

    @ArchTest
    static final ArchRule commandLine_knowsOfTheCloudOnlySettingsLoginAndJournals = noClasses()
            .that()
            .resideInAPackage("dev.stampede.junit.cli")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.stampede.output.cloud..")
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.output.cloud.config.CloudConfig")))
                    .and(DescribedPredicate.not(resideInAPackage("dev.stampede.output.cloud.login")))
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.output.cloud.runs.OpenJournals")))
                    .and(DescribedPredicate.not(isOrIsInside("dev.stampede.output.cloud.runs.LeftSpools"))));

    @ArchTest
    static final ArchRule nothing_knowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.stampede.junit.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.stampede.junit.cli..", "picocli..", "org.junit.platform.launcher..");

    @ArchTest
    static final ArchRule packages_areFreeOfCycles =
            slices().assignedFrom(new Rooms()).should().beFreeOfCycles();

    /** Of our packages, these know themselves and the given ones only. */
    private static ArchRule mayKnow(String from, String... known) {
        String[] allowed = Stream.concat(Stream.of(from), Stream.of(known)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(DescribedPredicate.not(resideInAPackage("dev.stampede..")))
                        .as("reside in %s or are not ours", String.join(", ", allowed)));
    }

    private static DescribedPredicate<JavaClass> isOrIsInside(String name) {
        return DescribedPredicate.describe(
                "is or is inside " + name,
                c -> c.getName().equals(name) || c.getName().startsWith(name + "$"));
    }

    /** Each package is a room of its own, but annotations and the extension that they name are one. */
    private static final class Rooms implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return SliceIdentifier.of(name.equals("dev.stampede.junit.internal") ? "dev.stampede.junit" : name);
        }

        @Override
        public String getDescription() {
            return "packages, annotations and extension as one";
        }
    }
}
