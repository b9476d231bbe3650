package dev.stampede.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import dev.stampede.examples.shop.Accounts.Login;
import dev.stampede.examples.shop.Carts.Item;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A small shop to aim load tests at, on a real HTTP server.
 *
 * <ul>
 *   <li>{@code GET /products?page=1}, {@code GET /products/{id}}: 404 for what is not there
 *   <li>{@code POST /login} with user and password, as JSON or form: a token, or 401
 *   <li>{@code GET /cart}, {@code POST /cart} with product and quantity, {@code POST /checkout}, {@code GET /orders/{id}}: with
 *       {@code Authorization: Bearer}, else 401
 * </ul>
 *
 * <p>The cart belongs to the session cookie. A checkout redirects to its order; each hundredth one meets a payment
 * provider that is busy (503) and leaves the cart as it is. Thread-safe.
 */
public final class Shop implements AutoCloseable {
    private static final Logger logger = System.getLogger(Shop.class.getName());
    private static final String SESSION = "session";
    private static final int PAYMENT_BUSY_EVERY = 100;
    /** Which of them, so that short runs meet it as well. */
    private static final int PAYMENT_BUSY_AT = 50;

    private final Catalogue catalogue = new Catalogue();
    private final Accounts accounts = new Accounts();
    private final Carts carts = new Carts();
    private final Latency latency = new Latency(42);
    private final AtomicInteger payments = new AtomicInteger();
    private final LoopbackServer server = new LoopbackServer(this::handle);

    /** Where it is, such as {@code http://127.0.0.1:40123}. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.from(exchange);
            Thread.sleep(latency.next(request.route())); // the work of a real shop
            String session = request.cookies().getOrDefault(SESSION, "");
            if (session.isEmpty()) {
                session = UUID.randomUUID().toString();
                answer(request, session)
                        .with("Set-Cookie", SESSION + "=" + session + "; Path=/; HttpOnly")
                        .send(exchange);
            } else {
                answer(request, session).send(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the shop is closing
        }
    }

    private Reply answer(Request request, String session) {
        try {
            return switch (request.route()) {
                case "GET /products" -> products(request);
                case "GET /products/{id}" -> product(request);
                case "POST /login" -> logIn(request);
                case "GET /cart" -> forUser(request, user -> Reply.ok(carts.cart(session)));
                case "POST /cart" -> forUser(request, user -> addToCart(request.read(Item.class), session));
                case "POST /checkout" -> forUser(request, user -> checkOut(user, session));
                case "GET /orders/{id}" -> forUser(request, user -> order(number(request.id()), user));
                default -> Reply.problem(404, "no such page");
            };
        } catch (BadRequestException e) {
            return Reply.problem(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            logger.log(Level.ERROR, "cannot answer " + request.route(), e);
            return Reply.problem(500, "internal error");
        }
    }

    private Reply products(Request request) {
        return catalogue
                .page(number(request.query().getOrDefault("page", "1")))
                .map(Reply::ok)
                .orElseGet(() -> Reply.problem(404, "no such page of the catalogue"));
    }

    private Reply product(Request request) {
        return catalogue
                .product(number(request.id()))
                .map(Reply::ok)
                .orElseGet(() -> Reply.problem(404, "no such product"));
    }

    private Reply logIn(Request request) {
        return accounts.logIn(request.read(Login.class))
                .map(Reply::ok)
                .orElseGet(() -> Reply.problem(401, "wrong user or password"));
    }

    private Reply forUser(Request request, Function<String, Reply> page) {
        return request.bearerToken()
                .flatMap(accounts::user)
                .map(page)
                .orElseGet(() -> Reply.problem(401, "log in first").with("WWW-Authenticate", "Bearer"));
    }

    private Reply addToCart(Item item, String session) {
        if (item.quantity() < 1 || item.quantity() > 99) {
            throw new BadRequestException("quantity must be 1 to 99 but was " + item.quantity(), null);
        }
        return catalogue
                .product(item.product())
                .map(product -> Reply.created(carts.add(session, item, product.price())))
                .orElseGet(() -> Reply.problem(404, "no such product"));
    }

    private Reply checkOut(String user, String session) {
        if (carts.cart(session).items().isEmpty()) {
            return Reply.problem(409, "the cart is empty");
        }
        if (payments.incrementAndGet() % PAYMENT_BUSY_EVERY == PAYMENT_BUSY_AT) {
            return Reply.problem(503, "payment provider busy").with("Retry-After", "1");
        }
        return carts.order(session, user)
                .map(order -> Reply.seeOther("/orders/" + order.id()))
                .orElseGet(() -> Reply.problem(409, "the cart is empty"));
    }

    private Reply order(int id, String user) {
        return carts.order(id)
                .filter(order -> order.user().equals(user))
                .map(Reply::ok)
                .orElseGet(() -> Reply.problem(404, "no such order"));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new BadRequestException("not a number: " + text, e);
        }
    }
}
