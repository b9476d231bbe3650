package dev.stampede.output.cloud.runs;

import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.delivery.Spool;
import dev.stampede.output.cloud.delivery.SpoolTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the spools of runs are, and what they say of them. */
public final class Spools {
    private Spools() {}

    /**
     * The spool of a run: in the folder of its journal, or in one of its own when it has none.
     *
     * @param folder of its journal
     */
    public static Spool of(OpenedRun run, RunDescription description, Optional<Path> folder) {
        String name = run.settings().name().orElse(description.name());
        Path kept = folder.orElse(null);
        OpenedRun.MetricsTarget metrics = run.metrics();
        boolean isRunToken = isRunToken(metrics.authorization());
        SpoolTarget target = new SpoolTarget(
                name,
                run.id(),
                isRunToken ? run.settings().hostV6() : run.settings().host(),
                run.page(),
                metrics.url().toString(),
                isRunToken ? SpoolTarget.Authorization.RUN_TOKEN : SpoolTarget.Authorization.TOKEN);
        Spool.Place place = new Spool.Place() {
            @Override
            public Path folder() throws IOException {
                return kept == null ? Journal.makeFolder(description.folder(), name, run.id()) : kept;
            }

            @Override
            public void left(Path folder) {
                Journal.tidy(folder);
            }
        };
        return new Spool(place, run.settings().spoolLimit(), target, metrics.url());
    }

    /** Runs' own tokens are the ones of OAuth's kind. */
    private static boolean isRunToken(@Nullable String authorization) {
        return authorization != null && authorization.startsWith("Bearer ");
    }
}
