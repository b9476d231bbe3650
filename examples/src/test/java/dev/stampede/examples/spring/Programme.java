package dev.stampede.examples.spring;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is on. Immutable. */
@Component
class Programme {
    private final List<Show> shows =
            List.of(new Show("hamlet", "Hamlet"), new Show("faust", "Faust"), new Show("godot", "Waiting for Godot"));

    List<Show> shows() {
        return shows;
    }

    Optional<Show> show(String id) {
        return shows.stream().filter(show -> show.id().equals(id)).findFirst();
    }

    record Show(String id, String title) {}
}
