package dev.stampede.examples.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The shop in a process of its own, so that a big load and its target share neither heap nor open files. */
public final class ShopProcess implements AutoCloseable {
    private final Process process;
    private final String url;

    /** Starts it, and returns when it is there. */
    public ShopProcess() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        try {
            process = new ProcessBuilder(java, "-Xmx700m", "-cp", classPath, ShopProcess.class.getName())
                    .redirectError(Redirect.INHERIT)
                    .start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the shop did not start");
            }
            url = line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, such as {@code http://127.0.0.1:40123}. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** Runs a shop until its standard input ends, as it does when the process that started it is gone. */
    @SuppressWarnings("SystemOut") // the first line is what the other process waits for
    public static void main(String[] arguments) throws IOException {
        try (Shop shop = new Shop()) {
            System.out.println(shop.url());
            System.out.flush();
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
        }
    }
}
