package dev.stampede.results.runs;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.store.DataFolder;
import dev.stampede.results.store.RunArchive;
import dev.stampede.results.store.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What a run is, from its folder: also when that was left by a process that died, or was made elsewhere. */
final class StoredFacts {
    private static final System.Logger logger = System.getLogger(StoredFacts.class.getName());

    /** Id of the run that was exported. */
    private static final String EXPORTED = "exported_from";

    private StoredFacts() {}

    /** What a run is; empty when there is nothing to be shown. */
    static Optional<RunFacts> of(String id, RunFolder folder) throws IOException {
        Map<String, Object> json = folder.facts();
        long written = folder.samplesWritten();
        if (json == null) {
            return written == 0 ? Optional.empty() : Optional.of(madeUp(id, folder));
        }
        RunFacts facts = RunFacts.of(json);
        // not each push is noted there: while a run goes on, its samples know better when the last one came
        return Optional.of(facts.isLive() ? facts.heard(written) : facts);
    }

    /** Of a run of which only the metrics are left. */
    private static RunFacts madeUp(String id, RunFolder folder) throws IOException {
        logger.log(
                System.Logger.Level.WARNING,
                "{0} says no more what run it holds; it is shown without name, thresholds and verdict.",
                folder.path());
        long[] firstAndLast = {Long.MAX_VALUE, 0};
        folder.readSamples(push -> {
            firstAndLast[0] = Math.min(firstAndLast[0], push.receivedMillis());
            firstAndLast[1] = Math.max(firstAndLast[1], push.receivedMillis());
        });
        return RunFacts.opened("run " + id, 0, 0, 0, List.of(), "")
                .createdAt(Math.min(firstAndLast[0], folder.samplesWritten()))
                .heard(firstAndLast[1])
                .standing(RunStatus.TIMED_OUT)
                .noted("what this run was could not be read any more; its metrics are all there is of it");
    }

    /** For a file to take elsewhere: without what only this service needs. */
    static byte[] exported(String id, RunFacts facts) {
        SequencedMap<String, Object> json =
                new LinkedHashMap<>(facts.withoutKeys().json());
        json.put(EXPORTED, id);
        return Json.file(json).getBytes(StandardCharsets.UTF_8);
    }

    /** What every run has that was ever opened: any other object is none, or of a version that is not known here. */
    private static void checkFacts(Map<String, Object> json) throws RunArchive.MalformedException {
        String version = Json.text(json.get(RunFacts.VERSION));
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw saysNothing("it has no " + RunFacts.VERSION);
        }
        if (!version.equals(Integer.toString(RunFacts.THIS_VERSION))) {
            throw new RunArchive.MalformedException("its " + RunFolder.FACTS + " is of version " + version
                    + ", which this service does not know: import it with a newer one");
        }
        check("name", json.get("name") instanceof String);
        check("created", RunFacts.of(json).created() > 0);
        check("status", RunFacts.hasStatus(json));
    }

    private static void check(String fact, boolean isThere) throws RunArchive.MalformedException {
        if (!isThere) {
            throw saysNothing("its " + fact + " is missing or wrong");
        }
    }

    private static RunArchive.MalformedException saysNothing(String why) {
        return new RunArchive.MalformedException("its " + RunFolder.FACTS + " does not say what the run is: " + why);
    }

    /**
     * Of a run from elsewhere: it is not going on here, and has no tokens here.
     *
     * @throws RunArchive.MalformedException if it is none
     */
    static RunFacts imported(RunFolder folder) throws IOException {
        Map<String, Object> json = folder.facts();
        if (json == null) {
            throw new RunArchive.MalformedException("its " + RunFolder.FACTS + " is no JSON object");
        }
        checkFacts(json);
        Optional<String> cut = folder.cutOff();
        if (cut.isPresent()) {
            throw new RunArchive.MalformedException("its " + cut.get() + " is cut off, or its end is broken");
        }
        long[] pushes = {0};
        folder.readSamples(push -> pushes[0]++);
        if (pushes[0] == 0 && folder.samplesBytes() > 0) {
            throw new RunArchive.MalformedException("its " + RunFolder.SAMPLES + " holds no metrics that can be read");
        }
        RunFacts facts = RunFacts.of(json).withoutKeys();
        String from = Json.text(json.get(EXPORTED));
        String imported = "imported" + (DataFolder.isId(from) ? " from run " + from : "");
        RunFacts noted = facts.noted(facts.note().isEmpty() ? imported : facts.note() + "; " + imported);
        return noted.isLive() ? noted.standing(RunStatus.TIMED_OUT) : noted;
    }
}
