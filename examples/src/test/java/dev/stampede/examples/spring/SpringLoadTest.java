package dev.stampede.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.test.context.SpringBootTest.WebEnvironment.RANDOM_PORT;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.examples.spring.Programme.Show;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A Spring Boot application under load, on a port of its own. It runs in the test's JVM: every virtual user has its beans. */
@SpringBootTest(webEnvironment = RANDOM_PORT)
class SpringLoadTest {
    @LocalServerPort
    private int port;

    @Autowired
    private BoxOffice boxOffice;

    @LoadTest(vus = 5, duration = "3s")
    @Threshold(metric = "http_req_duration{name:buy}", value = "p(95)<500")
    @Threshold(metric = "http_req_failed", value = "rate==0")
    @Threshold(metric = "checks", value = "rate==1")
    void buyATicket(Vu vu, Http http, @Autowired Programme programme) {
        String url = "http://localhost:" + port + "/shows";
        List<Show> shows = programme.shows();
        Show show = shows.get((int) (vu.iteration() % shows.size()));

        HttpResponse page = http.get(url);
        vu.check("lists the show", () -> assertThat(page.body()).contains(show.title()));

        HttpResponse ticket = http.request("POST", url + "/" + show.id() + "/tickets")
                .name("buy")
                .send();
        vu.check("is for the show", () -> assertThat(ticket.json("/show")).isEqualTo(show.title()));
        vu.check(
                "is numbered",
                () -> assertThat((Double) ticket.json("/number")).isBetween(1.0, (double) boxOffice.sold()));
        vu.sleep("100ms");
    }

    @AfterRun
    void everyTicketWasCounted(RunResult result) {
        double bought = result.value("http_req_duration{name:buy}", "count");
        assertThat(boxOffice.sold()).isEqualTo((long) bought);
    }
}
