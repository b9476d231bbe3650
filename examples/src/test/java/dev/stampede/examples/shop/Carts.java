package dev.stampede.examples.shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What users are about to buy, by session, and what they have bought. Thread-safe. */
public final class Carts {
    private static final Cart EMPTY = new Cart(List.of(), 0);

    private final Map<String, Cart> cartBySession = new ConcurrentHashMap<>();
    private final Map<Integer, Order> orders = new ConcurrentHashMap<>();
    private final AtomicInteger lastOrder = new AtomicInteger();

    Carts() {}

    /** So many of a product. */
    public record Item(int product, int quantity) {}

    /** What is in a cart; the total is in cents. */
    public record Cart(List<Item> items, int total) {

        Cart plus(Item item, int price) {
            return new Cart(Stream.concat(items.stream(), Stream.of(item)).toList(), total + price * item.quantity());
        }
    }

    /** A cart that was paid for. */
    public record Order(int id, String user, Cart cart) {}

    Cart add(String session, Item item, int price) {
        return cartBySession.merge(session, EMPTY.plus(item, price), (cart, first) -> cart.plus(item, price));
    }

    Cart cart(String session) {
        return cartBySession.getOrDefault(session, EMPTY);
    }

    /** Turns the cart into an order; empty when nothing is in it. */
    Optional<Order> order(String session, String user) {
        return Optional.ofNullable(cartBySession.remove(session)).map(cart -> {
            Order order = new Order(lastOrder.incrementAndGet(), user, cart);
            orders.put(order.id(), order);
            return order;
        });
    }

    Optional<Order> order(int id) {
        return Optional.ofNullable(orders.get(id));
    }
}
