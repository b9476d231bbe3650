package dev.stampede.examples.shop;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is for sale. Immutable. */
public final class Catalogue {
    private static final int PAGE_SIZE = 20;
    private static final List<String> COLOURS = List.of("red", "green", "blue", "black", "white");
    private static final List<String> THINGS =
            List.of("mug", "lamp", "chair", "kettle", "notebook", "rucksack", "scarf");

    private final List<Product> products = IntStream.rangeClosed(1, 100)
            .mapToObj(id -> new Product(
                    id, COLOURS.get(id % COLOURS.size()) + " " + THINGS.get(id % THINGS.size()), 495 + 250 * (id % 17)))
            .toList();

    Catalogue() {}

    /** A product; the price is in cents. */
    public record Product(int id, String name, int price) {}

    /** One page of the catalogue, counted from 1. */
    public record Page(int page, int pages, List<Product> products) {}

    Optional<Page> page(int number) {
        int pages = Math.ceilDiv(products.size(), PAGE_SIZE);
        if (number < 1 || number > pages) {
            return Optional.empty();
        }
        int from = (number - 1) * PAGE_SIZE;
        return Optional.of(
                new Page(number, pages, products.subList(from, Math.min(from + PAGE_SIZE, products.size()))));
    }

    Optional<Product> product(int id) {
        return id >= 1 && id <= products.size() ? Optional.of(products.get(id - 1)) : Optional.empty();
    }
}
