package dev.stampede.acceptance.forked;

import static java.util.Objects.requireNonNull;

import dev.stampede.junit.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.platform.console.ConsoleLauncher;

/**
 * Starts load tests the ways people do, with the class path of this JVM.
 *
 * @param folder to work in
 * @param cloud to stream to
 */
record Launches(Path folder, RecordingCloud cloud) {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    /** These live for a second or two, and need little. */
    private static final List<String> QUICK =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m");

    /** {@code stampede} and these arguments. */
    Fork commandLine(String... arguments) throws IOException {
        return java(List.of(), Main.class, arguments);
    }

    /** JUnit's own launcher. */
    Fork consoleLauncher(Class<?>... types) throws IOException {
        Stream<String> selections = Arrays.stream(types).map(type -> "--select-class=" + type.getName());
        return java(
                List.of(),
                ConsoleLauncher.class,
                Stream.concat(
                                Stream.of(
                                        "execute", "--disable-banner", "--details=tree", "--reports-dir=" + reports()),
                                selections)
                        .toArray(String[]::new));
    }

    private Fork java(List<String> jvmOptions, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(QUICK);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", CLASS_PATH, main.getName()));
        command.addAll(List.of(arguments));
        return Fork.start(folder, environment(), command);
    }

    /** Maven, which starts a JVM for the tests. */
    Fork maven(Class<?>... types) throws IOException {
        return Fork.start(folder, environment(), mavenCommand(List.of(), types));
    }

    /** Maven, which gives the JVM of the tests so many seconds. */
    Fork mavenFor(int seconds, Class<?> type) throws IOException {
        List<String> limit = List.of("-Dsurefire.timeout=" + seconds);
        return Fork.start(folder, environment(), mavenCommand(limit, type));
    }

    /** Maven as the first process of a container: what it leaves running when it ends is killed. */
    Fork mavenFirst(Class<?> type) throws IOException {
        return first(mavenCommand(List.of(), type));
    }

    /** The same with the script between that we give to people. */
    Fork entrypointFirst(Class<?> type) throws IOException {
        Path script = folder.resolve("entrypoint.sh");
        try (InputStream in = requireNonNull(Main.class.getResourceAsStream("entrypoint.sh"))) {
            Files.copy(in, script);
        }
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(mavenCommand(List.of(), type));
        return first(command);
    }

    private Fork first(List<String> command) throws IOException {
        List<String> line = new ArrayList<>(Unix.firstProcess());
        Assumptions.assumeFalse(line.isEmpty(), "needs unshare, and to be allowed a namespace for process ids");
        line.addAll(command);
        return Fork.start(folder, environment(), line);
    }

    /**
     * Maven as it is running now, if it is, with what it has downloaded, and so without network.
     *
     * @param types classes with load tests
     */
    private List<String> mavenCommand(List<String> options, Class<?>... types) throws IOException {
        String home = System.getProperty("forked.maven.home");
        Assumptions.assumeTrue(home != null, "needs Maven: run it with mvn -pl runtime,extension test");
        Files.writeString(folder.resolve("pom.xml"), pom());
        List<String> command = new ArrayList<>(List.of(
                Path.of(String.valueOf(home), "bin", "mvn").toString(),
                "-B",
                "-o",
                "-Dmaven.repo.local=" + System.getProperty("forked.maven.repository"),
                // whatever name the repository has where this was downloaded
                "-Daether.enhancedLocalRepository.trackingFilename=untracked.repositories",
                "-Dtest=" + Arrays.stream(types).map(Class::getName).collect(Collectors.joining(",")),
                "surefire:test"));
        command.addAll(options);
        return command;
    }

    /** What the launcher's process has in its environment. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("K6_CLOUD_HOST", cloud.url());
        environment.put(Marks.VARIABLE, folder.toString());
        environment.put("MAVEN_OPTS", String.join(" ", QUICK));
        return environment;
    }

    Marks marks() {
        return new Marks(folder);
    }

    /** Where reports in Surefire's format are. */
    Path reports() {
        return folder.resolve("target").resolve("surefire-reports");
    }

    private static String pom() {
        String elements = Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(element -> !element.matches(".*[/\\\\](junit-[^/\\\\]*|opentest4j|apiguardian)[^/\\\\]*\\.jar"))
                .map(element -> "            <element>" + element + "</element>")
                .collect(Collectors.joining("\n"));
        return """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.acme</groupId>
              <artifactId>shop-load</artifactId>
              <version>1</version>
              <dependencyManagement>
                <dependencies>
                  <dependency>
                    <groupId>org.junit</groupId>
                    <artifactId>junit-bom</artifactId>
                    <version>${junit}</version>
                    <type>pom</type>
                    <scope>import</scope>
                  </dependency>
                </dependencies>
              </dependencyManagement>
              <dependencies>
                <dependency>
                  <groupId>org.junit.jupiter</groupId>
                  <artifactId>junit-jupiter</artifactId>
                  <scope>test</scope>
                </dependency>
                <dependency>
                  <groupId>org.junit.platform</groupId>
                  <artifactId>junit-platform-launcher</artifactId>
                  <scope>test</scope>
                </dependency>
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-surefire-plugin</artifactId>
                    <version>${surefire}</version>
                    <configuration>
                      <jvm>${java}</jvm>
                      <argLine>${options}</argLine>
                      <testClassesDirectory>${tests}</testClassesDirectory>
                      <trimStackTrace>false</trimStackTrace>
                      <additionalClasspathElements>
            ${elements}
                      </additionalClasspathElements>
                    </configuration>
                  </plugin>
                </plugins>
              </build>
            </project>
            """.replace("${junit}", System.getProperty("forked.junit.version"))
                .replace("${surefire}", System.getProperty("forked.surefire.version"))
                .replace("${java}", JAVA)
                .replace("${options}", String.join(" ", QUICK))
                .replace("${tests}", testClasses())
                .replace("${elements}", elements);
    }

    private static String testClasses() {
        return Path.of(Launches.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
