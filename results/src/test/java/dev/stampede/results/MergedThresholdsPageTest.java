package dev.stampede.results;

import dev.stampede.results.page.Browser;
import dev.stampede.results.page.Tab;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of thresholds over several generators. */
@ExtendWith(Browser.class)
class MergedThresholdsPageTest {
    @TempDir
    Path folder;

    @Test
    void stopAndBothVerdicts_areShown(Tab tab) throws Exception {
        try (Service service = Service.in(folder)) {
            long now = Instant.now().getEpochSecond();
            String id = Generator.open(
                    service, "many", "{\"hits\":[\"count>=15\",{\"threshold\":\"count<30\",\"abortOnFail\":true}]}");
            Generator one = new Generator(service);
            one.gauge("vus", now, 3, 1).counter("hits", now, 10, Map.of()).push(id);
            tab.go(service.server().url() + "/runs/" + id);
            tab.untilText(".badges", "Running");

            one.gauge("vus", now, 3, 1).counter("hits", now, 20, Map.of()).push(id);
            service.server().runs().tick();
            tab.untilText(".facts", "Told to stop");
            tab.untilText(".facts", "thresholds on metrics 'hits' were crossed");
            tab.untilText(".badges", "Failed");
            tab.untilText(".badges", "Running");

            Generator.end(service, id, false);
            tab.untilText(".badges", "Finished");
            tab.untilText(".facts", "failed by what all generators measured; the one that ended it said passed");
            tab.screenshot("merged-thresholds");
            tab.assertNoComplaints();
        }
    }
}
