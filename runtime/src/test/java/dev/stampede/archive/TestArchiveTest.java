package dev.stampede.archive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import okio.Buffer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestArchiveTest {
    @TempDir
    Path module;

    private Path classes;
    private final Map<String, Object> moreOptions = new TreeMap<>();

    @BeforeEach
    void makeModule() throws IOException {
        classes = Files.createDirectories(module.resolve("target/test-classes"));
        source(
                "com/acme/ShopTest",
                "class ShopTest { Cart cart; Object byName = \"com.acme.ByName\"; record Inner(int a) {} }");
        source("com/acme/Cart", "class Cart { java.util.List<Item> items; long l = 1234567890123L; }");
        source("com/acme/Item", "class Item {}");
        source("com/acme/ByName", "class ByName {}");
        source("com/acme/Unrelated", "class Unrelated {}");
    }

    private void source(String name, String text) throws IOException {
        Path file = module.resolve("src/test/java/" + name + ".java");
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.writeString(file, "package com.acme; " + text);
    }

    private void resource(String name, String text) throws IOException {
        Path file = module.resolve("src/test/resources/" + name);
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private Map<String, String> archive(long limit, String... secrets) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String[] arguments = {
            "-d",
            classes.toString(),
            "-sourcepath",
            module.resolve("src/test/java").toString(),
            "-proc:none",
            "-implicit:class",
            module.resolve("src/test/java/com/acme/ShopTest.java").toString(),
            module.resolve("src/test/java/com/acme/ByName.java").toString(),
            module.resolve("src/test/java/com/acme/Unrelated.java").toString()
        };
        assertThat(compiler.run(null, null, null, arguments)).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            Map<String, @Nullable Object> options = new TreeMap<>();
            options.put("vus", 2);
            options.putAll(moreOptions);
            TestArchive archive = new TestArchive(
                    loader.loadClass("com.acme.ShopTest"), "ShopTest.buy", options, limit, Set.of(secrets));
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            archive.writeTo(first);
            ByteArrayOutputStream second = new ByteArrayOutputStream();
            archive.writeTo(second);
            assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
            return unpacked(first.toByteArray());
        }
    }

    private static Map<String, String> unpacked(byte[] bytes) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return entries;
    }

    @SuppressWarnings("unchecked") // keys of JSON are texts
    private static Map<String, Object> metadata(Map<String, String> archive) throws IOException {
        return (Map<String, Object>)
                requireNonNull(JsonReader.of(new Buffer().writeUtf8(requireNonNull(archive.get("metadata.json"))))
                        .readJsonValue());
    }

    @Test
    void archive_holdsWhatTheTestNeeds() throws Exception {
        resource("data/users.csv", "name\nada\n");

        Map<String, String> archive = archive(TestArchive.DEFAULT_LIMIT);

        assertThat(archive.keySet())
                .containsExactly(
                        "metadata.json",
                        "data",
                        "classes/com/acme/ByName.class",
                        "classes/com/acme/Cart.class",
                        "classes/com/acme/Item.class",
                        "classes/com/acme/ShopTest$Inner.class",
                        "classes/com/acme/ShopTest.class",
                        "resources/data/users.csv",
                        "sources/com/acme/ByName.java",
                        "sources/com/acme/Cart.java",
                        "sources/com/acme/Item.java",
                        "sources/com/acme/ShopTest.java");
        assertThat(archive.get("data")).startsWith("package com.acme; class ShopTest");
        assertThat(archive.get("resources/data/users.csv")).isEqualTo("name\nada\n");
        assertThat(metadata(archive))
                .containsEntry("options", Map.of("vus", 2.0))
                .containsEntry("filename", "file:///sources/com/acme/ShopTest.java")
                .containsEntry("test", "ShopTest.buy")
                .containsEntry("class", "com.acme.ShopTest")
                .containsEntry("k6version", "2.2.0")
                .containsEntry("leftOut", List.of())
                .containsEntry("env", Map.of());
    }

    @Test
    void whatIsSecretOrTooLarge_isLeftOutAndNamed() throws Exception {
        resource(".env", "PASSWORD=x");
        resource("keys/server.pem", "-----BEGIN");
        resource("config.properties", "token=tok-\u00e9-12345678");
        resource("large.bin", "x".repeat(20_000));
        resource("small.txt", "fine");

        Map<String, String> archive = archive(15_000, "tok-\u00e9-12345678");

        assertThat(archive.keySet().stream().filter(name -> name.startsWith("resources/")))
                .containsExactly("resources/small.txt");
        assertThat(metadata(archive).get("leftOut"))
                .isEqualTo(List.of(
                        "resources/.env: its name is that of a secret",
                        "resources/config.properties: it holds a secret",
                        "resources/keys/server.pem: its name is that of a secret",
                        "resources/large.bin: beyond the limit of 15000 bytes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prod.env",
                ".envrc",
                "secrets/prod.yml",
                "certs.pem/ca.txt",
                "application-secret.yml",
                "Credentials/shop.csv",
                ".aws/config",
                "kubeconfig",
                "gcp-service-account.json",
                "signing.p8",
                ".htpasswd",
                "api-key.txt"
            })
    void fileWhoseNameOrFolderIsThatOfASecret_isLeftOut(String name) throws Exception {
        resource(name, "x");
        resource("environment.yml", "fine");
        resource("envoy/keys.csv", "fine");

        Map<String, String> archive = archive(TestArchive.DEFAULT_LIMIT);

        assertThat(archive.keySet().stream().filter(entry -> entry.startsWith("resources/")))
                .containsExactly("resources/environment.yml", "resources/envoy/keys.csv");
        assertThat(metadata(archive).get("leftOut"))
                .isEqualTo(List.of("resources/" + name + ": its name is that of a secret"));
    }

    @Test
    void secretAmongTheOptions_isTakenOut() throws Exception {
        moreOptions.put("tags", Map.of("auth", "Bearer tok-12345678"));
        moreOptions.put("stages", List.of("tok-12345678", 5));

        assertThat(metadata(archive(TestArchive.DEFAULT_LIMIT, "tok-12345678")).get("options"))
                .isEqualTo(Map.of("vus", 2.0, "tags", Map.of("auth", "Bearer ***"), "stages", List.of("***", 5.0)));
    }

    @Test
    void whatCannotBeRead_isLeftOutAndNamed() throws Exception {
        resource("closed.txt", "x");
        resource("closed/users.csv", "x");
        resource("open.txt", "fine");
        Path resources = module.resolve("src/test/resources");
        Set<PosixFilePermission> none = Set.of();
        Files.setPosixFilePermissions(resources.resolve("closed.txt"), none);
        Files.setPosixFilePermissions(resources.resolve("closed"), none);
        Assumptions.assumeFalse(Files.isReadable(resources.resolve("closed.txt")), "root may read everything");

        Map<String, String> archive = archive(TestArchive.DEFAULT_LIMIT);

        Files.setPosixFilePermissions(resources.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
        assertThat(archive.keySet().stream().filter(entry -> entry.startsWith("resources/")))
                .containsExactly("resources/open.txt");
        assertThat(metadata(archive).get("leftOut"))
                .isEqualTo(List.of("resources/closed: it cannot be read", "resources/closed.txt: it cannot be read"));
    }

    @Test
    void classWithAForeignName_isFound() throws Exception {
        source("com/acme/ShopTest", "class ShopTest { K\u00e4se k; java.util.List<Caf\u00e9> c; }");
        source("com/acme/K\u00e4se", "class K\u00e4se {}");
        source("com/acme/Caf\u00e9", "class Caf\u00e9 {}");

        assertThat(archive(TestArchive.DEFAULT_LIMIT))
                .containsKeys("sources/com/acme/K\u00e4se.java", "classes/com/acme/Caf\u00e9.class");
    }

    @Test
    void textThatIsAPathElsewhere_isNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectories(module.resolve("elsewhere")).resolve("Item.class");
        Files.writeString(elsewhere, "no class");
        source("com/acme/ShopTest", "class ShopTest { String a = \"L" + module.resolve("elsewhere/Item") + ";\"; }");

        assertThat(archive(TestArchive.DEFAULT_LIMIT).keySet())
                .allMatch(name -> !name.contains("elsewhere"))
                .contains("classes/com/acme/ShopTest.class");
    }

    @Test
    void fileThatIsNoClassFile_leadsNowhere() throws Exception {
        source("com/acme/ShopTest", "class ShopTest { String a = \"com.acme.Broken\"; }");
        Files.createDirectories(classes.resolve("com/acme"));
        Files.writeString(classes.resolve("com/acme/Broken.class"), "0123456789-this-is-none");

        assertThat(archive(TestArchive.DEFAULT_LIMIT))
                .containsKeys("classes/com/acme/ShopTest.class", "classes/com/acme/Broken.class");
    }

    @Test
    void ofManyFilesThatAreLeftOut_theFirstAreNamed() throws Exception {
        for (int i = 0; i < 1010; i++) {
            resource("env/" + i, "");
        }

        assertThat((List<?>) requireNonNull(
                        metadata(archive(TestArchive.DEFAULT_LIMIT)).get("leftOut")))
                .hasSize(1001)
                .last()
                .isEqualTo("and 10 more");
    }

    @Test
    void longAndForeignNames_areKept() throws Exception {
        String folder = "a-rather-long-name-of-a-folder/".repeat(8);
        resource(folder + "gr\u00fc\u00df.txt", "hello");

        assertThat(archive(TestArchive.DEFAULT_LIMIT))
                .containsEntry("resources/" + folder + "gr\u00fc\u00df.txt", "hello");
    }

    @Test
    void classOfAJar_hasMetadataOnly() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TestArchive(Test.class, "x", Map.of(), TestArchive.DEFAULT_LIMIT, Set.of()).writeTo(out);

        assertThat(unpacked(out.toByteArray()).keySet()).containsExactly("metadata.json");
    }
}
