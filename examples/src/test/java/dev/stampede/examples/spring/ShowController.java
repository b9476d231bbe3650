package dev.stampede.examples.spring;

import dev.stampede.examples.spring.BoxOffice.Ticket;
import dev.stampede.examples.spring.Programme.Show;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the box office offers on the web. */
@RestController
@RequestMapping("/shows")
class ShowController {
    private final Programme programme;
    private final BoxOffice boxOffice;

    ShowController(Programme programme, BoxOffice boxOffice) {
        this.programme = programme;
        this.boxOffice = boxOffice;
    }

    @GetMapping
    List<Show> shows() {
        return programme.shows();
    }

    @PostMapping("/{id}/tickets")
    ResponseEntity<Ticket> buy(@PathVariable String id) {
        return programme
                .show(id)
                .map(show -> ResponseEntity.status(HttpStatus.CREATED).body(boxOffice.sell(show)))
                .orElse(ResponseEntity.notFound().build());
    }
}
