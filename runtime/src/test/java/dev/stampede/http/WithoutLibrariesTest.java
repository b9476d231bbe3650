package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WithoutLibrariesTest {
    private static final Pattern OPTIONAL = Pattern.compile(".*(brotli|zstd|jcifs|jsoup|bcprov)[^/\\\\]*\\.jar");

    @Test
    void libraries_areNeededByThoseRequestsOnlyThatAskForThem() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !OPTIONAL.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        WithoutLibrariesMain.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("> ")))
                .containsExactly(
                        "> plain: hello",
                        "> gzip: hello",
                        "> br: 1701 error decompressing response body ('br' needs the library"
                                + " com.aayushatharva.brotli4j:brotli4j; add it to the class path)",
                        "> compression br: compression 'br' needs the library com.aayushatharva.brotli4j:brotli4j; add it to"
                                + " the class path",
                        "> compression zstd: compression 'zstd' needs the library com.github.luben:zstd-jni; add it to the"
                                + " class path",
                        "> ntlm: auth(NTLM) needs the library eu.agno3.jcifs:jcifs-ng; add it to the class path",
                        "> html: html() needs the library org.jsoup:jsoup; add it to the class path");
    }
}
