package dev.stampede.archive;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import okio.Buffer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestArchiveTest {
    @TempDir
    Path module;

    private Path classes;

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
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "package com.acme; " + text);
    }

    private void resource(String name, String text) throws IOException {
        Path file = module.resolve("src/test/resources/" + name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
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
        return (Map<String, Object>) Objects.requireNonNull(
                JsonReader.of(new Buffer().writeUtf8(Objects.requireNonNull(archive.get("metadata.json"))))
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
