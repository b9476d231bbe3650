package dev.stampede.junit.internal;

import dev.stampede.archive.TestArchive;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudOptions;
import dev.stampede.run.K6Options;
import dev.stampede.run.LoadOptions;
import dev.stampede.secrets.LocalSecrets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives a run the archive of its test. */
final class TestArchives {
    /** Variables of the environment whose values are secrets, going by their names. */
    private static final Pattern SECRETIVE = Pattern.compile(
            ".*(TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|CREDENTIAL).*", Pattern.CASE_INSENSITIVE);

    /** Shorter values occur by chance. */
    private static final int SHORTEST_SECRET = 8;

    private TestArchives() {}

    /** The options with an archive that holds no secret of the settings, the environment and the source of secrets. */
    static LoadOptions archived(Site site, LoadOptions options, CloudConfig config, Map<String, String> environment) {
        Set<String> secrets = new HashSet<>(config.tokens());
        environment.forEach((name, value) -> {
            if (SECRETIVE.matcher(name).matches()) {
                secrets.add(value);
            }
        });
        options.env().values().forEach(secrets::add); // as -e NAME=value gives secrets, too
        if (options.secretSource() instanceof LocalSecrets local) {
            secrets.addAll(local.values()); // their file, or the one of the setting, may be a resource of the test
        }
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        return options.toBuilder()
                .archive(new TestArchive(
                        site.type(),
                        site.runName(),
                        CloudOptions.filledIn(K6Options.of(options), config, options.name()),
                        config.archiveLimit(),
                        secrets))
                .build();
    }
}
