package dev.stampede.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Sells tickets for a few shows. */
@SpringBootApplication
class BoxOfficeApplication {

    public static void main(String[] args) {
        SpringApplication.run(BoxOfficeApplication.class, args);
    }
}
