package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.store.RecordFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that leave the service, and come to it, as files. */
class RunFilesTest {
    @TempDir
    Path folder;

    private static byte[] exported(Service service, String id) throws Exception {
        HttpResponse<byte[]> answer = service.client()
                .send(service.to("/api/runs/" + id + "/export").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"stampede-run-" + id + ".zip\"");
        return answer.body();
    }

    private static HttpResponse<String> imported(Service service, byte[] file) throws Exception {
        return service.send(service.to("/api/import").POST(BodyPublishers.ofByteArray(file)));
    }

    private static Map<String, byte[]> entries(byte[] zip) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void recordedRun_isTheSameElsewhere(@TempDir Path elsewhere) throws Exception {
        byte[] file;
        Map<String, Object> here;
        Object chart;
        Object logs;
        try (Service service = Service.in(folder).replay("provisioned_run")) {
            file = exported(service, "1001");
            here = service.get("/api/runs/1001");
            chart = service.get("/api/runs/1001/chart");
            logs = service.get("/api/runs/1001/logs");
        }
        assertThat(entries(file)).containsOnlyKeys("run.json", "samples.pb", "logs.rec", "archive.tar");
        Map<String, Object> facts =
                requireNonNull(Json.object(new String(entries(file).get("run.json"), StandardCharsets.UTF_8)));
        assertThat(facts)
                .containsEntry("token_hash", "")
                .containsEntry("create_key", "")
                .containsEntry("exported_from", "1001");

        try (Service service = Service.in(elsewhere)) {
            Generator.open(service, "another", "{}");
            HttpResponse<String> answer = imported(service, file);
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("{\"id\":\"1002\"}");
            Map<String, Object> there = new HashMap<>(service.get("/api/runs/1002"));
            assertThat(there.remove("note")).isEqualTo("imported from run 1001");
            assertThat(there.remove("id")).isEqualTo("1002");
            there.remove("trend");
            there.remove("changes");
            assertThat(here).containsAllEntriesOf(there);
            assertThat(service.get("/api/runs/1002/chart")).isEqualTo(chart);
            assertThat(service.get("/api/runs/1002/logs")).isEqualTo(logs);
        }
        try (Service service = Service.in(elsewhere)) {
            assertThat(service.get("/api/runs/1002")).containsEntry("note", "imported from run 1001");
        }
    }

    @Test
    void liveRun_isExportedAsFarAsItIsAndDoesNotGoOnElsewhere() throws Exception {
        try (Service service = Service.in(folder)) {
            String run = Generator.open(service, "live", "{}");
            new Generator(service).requests(1_800_000_000, 7, 12).push(run);
            byte[] file = exported(service, run);
            new Generator(service).requests(1_800_000_003, 5, 12).push(run);
            assertThat(imported(service, file).statusCode()).isEqualTo(201);
            assertThat(service.get("/api/runs/1001"))
                    .containsEntry("requests", "12.0")
                    .containsEntry("live", true);
            assertThat(service.get("/api/runs/1002"))
                    .containsEntry("requests", "7.0")
                    .containsEntry("live", false)
                    .containsEntry("statusText", "timed out");
        }
    }

    @Test
    void fileThatIsNoRun_isRefusedWithTheReason() throws Exception {
        try (Service service = Service.in(folder)) {
            String run = Generator.open(service, "some", "{}");
            new Generator(service).requests(1_800_000_000, 7, 12).push(run);
            Map<String, byte[]> good = entries(exported(service, run));

            refused(service, "hello".getBytes(StandardCharsets.UTF_8), "it is no zip file");
            Map<String, byte[]> more = new LinkedHashMap<>(good);
            more.put("../../evil", new byte[1]);
            refused(service, zip(more), "it has a file that is none of a run: ../../evil");
            Map<String, byte[]> unreadable = new LinkedHashMap<>(good);
            unreadable.put("samples.pb", new byte[1000]);
            refused(service, zip(unreadable), "its samples.pb is cut off, or its end is broken");
            unreadable.put("samples.pb", record(new byte[100]));
            refused(service, zip(unreadable), "its samples.pb holds no metrics that can be read");
            Map<String, byte[]> list = new LinkedHashMap<>(good);
            list.put("run.json", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
            refused(service, zip(list), "its run.json is no JSON object");

            assertThat(service.server().runs().all()).hasSize(1);
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void factsThatAreOfNoRun_areRefused() throws Exception {
        try (Service service = Service.in(folder)) {
            String run = Generator.open(service, "some", "{}");
            Map<String, byte[]> good = entries(exported(service, run));
            Map<String, String> wrong = new LinkedHashMap<>();
            wrong.put("{}", "its run.json does not say what the run is: it has no version");
            wrong.put(
                    "{\"version\":2,\"name\":\"x\"}",
                    "its run.json is of version 2, which this service does not know: import it with a newer one");
            wrong.put("{\"version\":1}", "its run.json does not say what the run is: its name is missing or wrong");
            wrong.put(
                    "{\"version\":1,\"name\":\"x\",\"created\":\"now\",\"status\":3}",
                    "its run.json does not say what the run is: its created is missing or wrong");
            wrong.put(
                    "{\"version\":1,\"name\":\"x\",\"created\":1800000000000,\"status\":77}",
                    "its run.json does not say what the run is: its status is missing or wrong");
            for (Map.Entry<String, String> one : wrong.entrySet()) {
                Map<String, byte[]> other = new LinkedHashMap<>(good);
                other.put("run.json", one.getKey().getBytes(StandardCharsets.UTF_8));
                refused(service, zip(other), one.getValue());
                refused(
                        service,
                        zip(Map.of("run.json", one.getKey().getBytes(StandardCharsets.UTF_8))),
                        one.getValue());
            }
            assertNothingLeft(service);
        }
    }

    @Test
    void fileThatIsCutOff_isRefusedWhereverItIsCut() throws Exception {
        try (Service service = Service.in(folder).replay("provisioned_run")) {
            Map<String, byte[]> good = entries(exported(service, "1001"));
            for (String name : List.of("samples.pb", "logs.rec")) {
                byte[] whole = requireNonNull(good.get(name));
                for (int missing : new int[] {1, 5, 9}) {
                    Map<String, byte[]> cut = new LinkedHashMap<>(good);
                    cut.put(name, Arrays.copyOf(whole, whole.length - missing));
                    refused(service, zip(cut), "its " + name + " is cut off, or its end is broken");
                }
                Map<String, byte[]> broken = new LinkedHashMap<>(good);
                byte[] other = whole.clone();
                other[whole.length - 1] ^= 1;
                broken.put(name, other);
                refused(service, zip(broken), "its " + name + " is cut off, or its end is broken");
            }
            assertNothingLeft(service);
        }
    }

    @Test
    void runOfAServiceThatDied_isExportedAsFarAsItIsWhole() throws Exception {
        try (Service service = Service.in(folder).replay("provisioned_run")) {
            assertThat(service.server().runs().all()).hasSize(1);
        }
        Path run = folder.resolve("runs/1001");
        for (String name : List.of("samples.pb", "logs.rec")) {
            Files.write(run.resolve(name), new byte[] {0, 0, 0, 99, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
        }
        try (Service service = Service.in(folder)) {
            Object requests = service.get("/api/runs/1001").get("requests");
            HttpResponse<String> answer = imported(service, exported(service, "1001"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(service.get("/api/runs/1002")).containsEntry("requests", requests);
        }
        for (String name : List.of("samples.pb", "logs.rec")) {
            Files.write(run.resolve(name), new byte[] {0, 0, 0, 99, 1}, StandardOpenOption.APPEND);
        }
        try (Service service = Service.in(folder)) { // nobody has looked at it before
            HttpResponse<String> answer = imported(service, exported(service, "1001"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
    }

    private void assertNothingLeft(Service service) {
        assertThat(service.server().runs().all()).hasSize(1);
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
        assertThat(folder.resolve("runs")).isDirectoryNotContaining("glob:**/1002");
    }

    /** A file of one record. */
    private byte[] record(byte[] bytes) throws Exception {
        Path made = folder.resolve("record");
        try (RecordFile file = RecordFile.open(made, RecordFile.Position.START, record -> {})) {
            file.append(bytes);
        }
        return Files.readAllBytes(made);
    }

    private static void refused(Service service, byte[] file, String why) throws Exception {
        HttpResponse<String> answer = imported(service, file);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Caller.error(answer)).isEqualTo("400/0 the file is no run that was exported: " + why);
    }

    @Test
    void pageOfAnotherSite_importsNothing() throws Exception {
        try (Service service = Service.in(folder)) {
            HttpResponse<String> answer = service.send(service.to("/api/import")
                    .header("Origin", "http://evil.example")
                    .header("X-Stampede", "page")
                    .POST(BodyPublishers.ofByteArray(new byte[0])));
            assertThat(answer.statusCode()).isEqualTo(403);
            HttpResponse<String> withCookie = service.send(
                    service.to("/api/import").header("Cookie", "a=b").POST(BodyPublishers.ofByteArray(new byte[0])));
            assertThat(withCookie.statusCode()).isEqualTo(403);
            assertThat(List.copyOf(service.server().runs().all())).isEmpty();
        }
    }
}
