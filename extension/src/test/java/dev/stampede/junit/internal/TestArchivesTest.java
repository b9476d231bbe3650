package dev.stampede.junit.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.run.LoadOptions;
import dev.stampede.secrets.LocalSecrets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestArchivesTest {

    private static String archive(Map<String, String> environment) throws Exception {
        return archive(LoadOptions.builder("x").build(), environment);
    }

    private static String archive(LoadOptions planned, Map<String, String> environment) throws Exception {
        Site site =
                new Site(TestArchivesTest.class, TestArchivesTest.class.getDeclaredMethod("secretOf", String.class));
        CloudConfig config = CloudConfig.builder().environment(environment).build();
        LoadOptions options = TestArchives.archived(site, planned, config, environment);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        requireNonNull(options.archive()).writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    static String secretOf(String name) {
        return "of " + name;
    }

    @Test
    void archive_holdsTheTestsSource() throws Exception {
        assertThat(archive(Map.of()))
                .contains("sources/dev/stampede/junit/internal/TestArchivesTest.java")
                .contains("\"test\": \"TestArchivesTest.secretOf\"");
    }

    @Test
    void metadata_namesTheProjectAndTheNameInTheCloud_andNoToken() throws Exception {
        String archive = archive(Map.of("K6_CLOUD_PROJECT_ID", "42", "K6_CLOUD_TOKEN", "another-token"));

        assertThat(archive.replaceAll("\\s+", " ")).contains("\"cloud\": { \"name\": \"x\", \"projectID\": 42 }");
        assertThat(archive).doesNotContain("\"token\"");
    }

    @Test
    void fileThatHoldsATokenOrASecretOfTheEnvironment_isLeftOut() throws Exception {
        // each stands in this file: in the two lines below
        assertThat(archive(Map.of("K6_CLOUD_TOKEN", "glc_0123456789")))
                .contains("sources/dev/stampede/junit/internal/TestArchivesTest.java: it holds a secret")
                .doesNotContain("glc_0123456789");
        assertThat(archive(Map.of("DB_PASSWORD", "correct-horse"))).doesNotContain("correct-horse");
        assertThat(archive(Map.of("HOME", "TestArchivesTest"))).contains("void archive_holdsTheTestsSource()");
    }

    @Test
    void fileThatHoldsALocalSecret_isLeftOut() throws Exception {
        LoadOptions options = LoadOptions.builder("x")
                .secretSource(LocalSecrets.of("mock=shop=battery-staple")) // it stands in this file
                .build();

        assertThat(archive(options, Map.of()))
                .contains("sources/dev/stampede/junit/internal/TestArchivesTest.java: it holds a secret")
                .doesNotContain("battery-staple");
    }

    @Test
    void limit_holds() throws Exception {
        assertThat(archive(Map.of("STAMPEDE_CLOUD_ARCHIVE_LIMIT", "100")))
                .contains("beyond the limit of 100 bytes")
                .doesNotContain("void limit_holds()");
    }
}
