package dev.stampede.logs;

import java.util.Map;

/** For a JVM with neither Logback nor Log4j. */
final class WithoutLibrariesMain {
    private WithoutLibrariesMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        for (String library : new String[] {"org.slf4j.Logger", "org.apache.logging.log4j.Logger"}) {
            try {
                Class<?> unused = Class.forName(library);
                throw new IllegalStateException(library + " is there");
            } catch (ClassNotFoundException e) {
                System.out.println("no " + library);
            }
        }
        LogCapture capture =
                LogCapture.begin(System.Logger.Level.INFO, Map::of, line -> System.out.println("TAKEN " + line.text()));
        System.getLogger("shop.Cart").log(System.Logger.Level.INFO, "hello");
        capture.close();
        System.getLogger("shop.Cart").log(System.Logger.Level.INFO, "too late");
    }
}
