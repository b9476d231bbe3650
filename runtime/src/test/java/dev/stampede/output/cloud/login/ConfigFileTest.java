package dev.stampede.output.cloud.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where k6's config file is, and what is read of it. (What login writes: {@code LoginTest}.) */
class ConfigFileTest {
    @TempDir
    Path folder = Path.of("unset");

    private Path file() {
        return folder.resolve("k6").resolve("config.json");
    }

    private ConfigFile written(String text) throws IOException {
        return written(text.getBytes(StandardCharsets.UTF_8));
    }

    private ConfigFile written(byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve("k6"));
        Files.write(file(), bytes);
        return ConfigFile.of(Map.of("XDG_CONFIG_HOME", folder.toString()), "Linux");
    }

    private void assertBroken(ConfigFile file, String what) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(file::cloud)
                .withMessage("failed to load the configuration file from the local file system: " + what);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, HOME=/home/me, /home/me/.config/k6/config.json",
        "Linux, HOME=/home/me;XDG_CONFIG_HOME=/etc/me, /etc/me/k6/config.json",
        "Linux, HOME=/home/me;XDG_CONFIG_HOME=relative, .config/k6/config.json",
        "Linux, '', .config/k6/config.json",
        "Mac OS X, HOME=/Users/me;XDG_CONFIG_HOME=/x, /Users/me/Library/Application Support/k6/config.json",
        "Windows 11, AppData=/Users/me/AppData/Roaming, /Users/me/AppData/Roaming/k6/config.json",
        "Windows 11, APPDATA=/Users/me/AppData/Roaming, /Users/me/AppData/Roaming/k6/config.json",
        "Linux, HOME=/home/me;K6_CONFIG=conf/k6.json, conf/k6.json",
        "Windows 11, K6_CONFIG=/k6.json, /k6.json",
    })
    void path_isK6s(String os, String environment, String expected) {
        Map<String, String> variables = new HashMap<>();
        for (String one : environment.split(";", -1)) {
            if (!one.isEmpty()) {
                variables.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
            }
        }
        assertThat(ConfigFile.of(variables, os).path()).isEqualTo(Path.of(expected));
    }

    @Test
    void archivesSwitchedOffForK6_areSwitchedOff() throws IOException {
        String cloud = "\"collectors\": {\"cloud\": {\"token\": \"t\"}}";

        assertThat(written("{\"noArchiveUpload\": true, " + cloud + "}").cloud())
                .containsOnly(Map.entry("token", "t"), Map.entry("noArchiveUpload", "true"));
        assertThat(written("{\"noArchiveUpload\": null, " + cloud + "}").cloud())
                .containsOnly(Map.entry("token", "t"));
    }

    @Test
    void settingsOfTheCloud_areRead() throws IOException {
        ConfigFile file = written("""
                {"vus": 3, "collectors": {"cloud": {"token": "t", "stackID": 1234567890123, "noCompress": true,
                "name": null, "timeout": 1e3}, "other": {"a": 1}}}""");

        assertThat(file.cloud())
                .containsOnly(
                        Map.entry("token", "t"),
                        Map.entry("stackID", "1234567890123"),
                        Map.entry("noCompress", "true"),
                        Map.entry("timeout", "1e3"));
        assertThat(file.source()).isEqualTo("k6's config file " + file());
    }

    @ParameterizedTest
    @CsvSource({"{}", "'{\"collectors\": null}'", "'{\"collectors\": {}}'", "'{\"collectors\": {\"cloud\": null}}'"})
    void fileWithoutSettingsOfTheCloud_isNone(String text) throws IOException {
        assertThat(written(text).cloud()).isEmpty();
    }

    @Test
    void missingFile_isFineUnlessItWasNamed() {
        Map<String, String> standard = Map.of("XDG_CONFIG_HOME", folder.toString());
        assertThat(ConfigFile.of(standard, "Linux").cloud()).isEmpty();
        assertThat(ConfigFile.of(Map.of("XDG_CONFIG_HOME", folder.toString(), "K6_CONFIG", file().toString()), "Linux")
                        .cloud())
                .as("named, but where it always is")
                .isEmpty();

        Path named = folder.resolve("k6.json");
        assertBroken(
                ConfigFile.of(Map.of("K6_CONFIG", named.toString()), "Linux"),
                "couldn't load the configuration from \"" + named
                        + "\": no such file\nCorrect the environment variable K6_CONFIG, or remove it.");
    }

    @Test
    void fileThatIsNone_isAnError() throws IOException {
        Files.createDirectories(file());
        assertBroken(
                ConfigFile.of(Map.of("XDG_CONFIG_HOME", folder.toString()), "Linux"),
                "couldn't load the configuration from \"" + file()
                        + "\": Is a directory\nMake it a file that can be read.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|unexpected end of JSON input",
                "{\"collectors\": {\"cloud\": {\"token\": |unexpected end of JSON input",
                "{\"collectors\": {\"cloud\": {\"token\": secret}}}|malformed JSON at path $.collectors.cloud.token",
                "[]|it is no object",
                "{} {}|malformed JSON at path $",
                "{\"collectors\": 3}|collectors is no object",
                "{\"collectors\": {\"cloud\": \"x\"}}|collectors.cloud is no object",
            })
    void fileThatIsNoJson_isAnErrorThatQuotesNothingOfIt(String text, String why) throws IOException {
        assertBroken(
                written(text == null ? "" : text),
                "couldn't parse the configuration from \"" + file() + "\": " + why
                        + "\nCorrect it, or remove it and log in again.");
    }

    @Test
    void fileThatIsNoText_isAnError() throws IOException {
        assertBroken(
                written(new byte[] {'{', (byte) 0xff, '}'}),
                "couldn't load the configuration from \"" + file()
                        + "\": it is not UTF-8\nMake it a file that can be read.");
    }

    @Test
    void pathThatCanBeNone_isAnError() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.of(Map.of("K6_CONFIG", "a\0b"), "Linux"))
                .withMessageEndingWith("It is from environment variable K6_CONFIG.");
    }
}
