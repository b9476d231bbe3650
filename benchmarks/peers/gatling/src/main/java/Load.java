import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** The twin of HttpLoad.java: -Dtarget -Dvus -Dseconds [-Dramp -Dsleep], times in seconds. */
public class Load extends Simulation {
    public Load() {
        long sleep = Long.getLong("sleep", 0);
        ChainBuilder request = exec(http("get").get(System.getProperty("target")).check(status().is(200)));
        ChainBuilder iteration = sleep == 0 ? request : request.exec(pause(Duration.ofSeconds(sleep)));
        int vus = Integer.getInteger("vus");
        long ramp = Long.getLong("ramp", 0);
        OpenInjectionStep users = ramp == 0 ? atOnceUsers(vus) : rampUsers(vus).during(Duration.ofSeconds(ramp));
        setUp(scenario("load").forever().on(iteration).injectOpen(users))
                .maxDuration(Duration.ofSeconds(Long.getLong("seconds")));
    }
}
