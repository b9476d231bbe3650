package dev.stampede.output.cloud.login;

import java.nio.file.Path;
import java.util.Map;

/** Lets tests of other packages log in without waiting between attempts. */
public final class HastyLogin {
    private HastyLogin() {}

    /** A login that is kept in a folder. */
    public static Login at(String host, String timeout, Path folder) {
        return new Login(
                ConfigFile.of(Map.of("XDG_CONFIG_HOME", folder.toString()), "Linux"),
                Map.of("K6_CLOUD_HOST_V6", host, "K6_CLOUD_TIMEOUT", timeout),
                deadline -> {});
    }
}
