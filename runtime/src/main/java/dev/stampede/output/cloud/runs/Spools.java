package dev.stampede.output.cloud.runs;

import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.delivery.Spool;
import dev.stampede.output.cloud.delivery.SpoolTarget;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the spools of runs are, and what they say of them. */
public final class Spools {
    private Spools() {}

    /** The spool of a run: in the folder of its journal, or in one of its own when it has none. */
    public static Spool of(OpenedRun run, RunDescription description, Optional<Journal> journal) {
        String name = run.settings().name().orElse(description.name());
        Path kept = journal.map(Journal::folder).orElse(null);
        OpenedRun.MetricsTarget metrics = run.metrics();
        SpoolTarget target = new SpoolTarget(
                name,
                run.id(),
                run.settings().host(),
                run.page(),
                metrics.url().toString(),
                isRunToken(metrics.authorization())
                        ? SpoolTarget.Authorization.RUN_TOKEN
                        : SpoolTarget.Authorization.TOKEN,
                metrics.idempotent());
        return new Spool(
                () -> kept == null ? Journal.makeFolder(description.folder(), name, run.id()) : kept,
                run.settings().spoolLimit(),
                target,
                metrics.url());
    }

    /** Runs' own tokens are the ones of OAuth's kind. */
    private static boolean isRunToken(@Nullable String authorization) {
        return authorization != null && authorization.startsWith("Bearer ");
    }
}
