package dev.stampede.examples.shop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.Moshi;
import dev.stampede.examples.shop.Accounts.Login;
import dev.stampede.examples.shop.Accounts.Token;
import dev.stampede.examples.shop.Carts.Cart;
import dev.stampede.examples.shop.Carts.Item;
import dev.stampede.examples.shop.Carts.Order;
import dev.stampede.examples.shop.Catalogue.Page;
import dev.stampede.examples.shop.Catalogue.Product;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ShopTest {
    @AutoClose
    private final Shop shop = new Shop();

    @AutoClose
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private String token = "";

    @Test
    void catalogue_hasPagesOfProducts() throws Exception {
        Page first = read(Page.class, get("/products"), 200);
        assertThat(first.page()).isEqualTo(1);
        assertThat(first.pages()).isEqualTo(5);
        assertThat(first.products()).hasSize(20);

        Page last = read(Page.class, get("/products?page=5"), 200);
        assertThat(last.products()).hasSize(20).last().extracting(Product::id).isEqualTo(100);
    }

    @Test
    void product_isThatOfTheCatalogue() throws Exception {
        Product listed = read(Page.class, get("/products"), 200).products().get(6);

        assertThat(read(Product.class, get("/products/7"), 200)).isEqualTo(listed);
    }

    @Test
    void unknownIds_areNotFound() throws Exception {
        assertProblem(get("/products/101"), 404, "no such product");
        assertProblem(get("/products?page=6"), 404, "no such page of the catalogue");
        assertProblem(get("/nowhere"), 404, "no such page");
        logIn();
        assertProblem(get("/orders/1"), 404, "no such order");
    }

    @Test
    void malformedRequests_areBadRequests() throws Exception {
        assertProblem(get("/products/seven"), 400, "not a number: seven");
        assertThat(post("/login", "{", "application/json").statusCode()).isEqualTo(400);
        logIn();
        assertProblem(addToCart(1, 0), 400, "quantity must be 1 to 99 but was 0");
    }

    @Test
    void login_takesJsonAndForms() throws Exception {
        String json = Json.write(new Login("ann", Accounts.PASSWORD));
        assertThat(read(Token.class, post("/login", json, "application/json"), 200)
                        .token())
                .isNotEmpty();

        String form = "user=ann%20b&password=" + Accounts.PASSWORD;
        assertThat(read(Token.class, post("/login", form, "application/x-www-form-urlencoded"), 200)
                        .token())
                .isNotEmpty();
    }

    @Test
    void login_refusesAWrongPassword() throws Exception {
        String json = Json.write(new Login("ann", "guess"));

        assertProblem(post("/login", json, "application/json"), 401, "wrong user or password");
        assertProblem(post("/login", "{}", "application/json"), 401, "wrong user or password");
    }

    @Test
    void cart_needsAToken() throws Exception {
        assertProblem(get("/cart"), 401, "log in first");
        assertProblem(addToCart(7, 1), 401, "log in first");
        token = "made up";
        assertProblem(post("/checkout", "", "application/json"), 401, "log in first");
    }

    @Test
    void cart_belongsToTheSessionCookie() throws Exception {
        logIn();
        int price = read(Product.class, get("/products/7"), 200).price();
        addToCart(7, 1);
        Cart cart = read(Cart.class, addToCart(7, 2), 201);
        assertThat(cart.total()).isEqualTo(3 * price);
        assertThat(read(Cart.class, get("/cart"), 200)).isEqualTo(cart);

        try (HttpClient withoutCookies = HttpClient.newHttpClient()) {
            assertThat(read(Cart.class, withoutCookies.send(request("/cart").build(), BodyHandlers.ofString()), 200)
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void checkout_leadsToTheOrderAndEmptiesTheCart() throws Exception {
        logIn();
        Cart cart = read(Cart.class, addToCart(7, 2), 201);

        HttpResponse<String> response = post("/checkout", "", "application/json");

        Order order = read(Order.class, response, 200);
        assertThat(response.uri()).hasPath("/orders/" + order.id());
        assertThat(order.user()).isEqualTo("ann");
        assertThat(order.cart()).isEqualTo(cart);
        assertProblem(post("/checkout", "", "application/json"), 409, "the cart is empty");
    }

    @Test
    void checkout_meetsABusyPaymentProviderOnceInAHundred() throws Exception {
        logIn();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            addToCart(1, 1);
            statuses.add(post("/checkout", "", "application/json").statusCode());
        }

        assertThat(statuses.indexOf(503)).isEqualTo(49);
        assertThat(statuses).filteredOn(status -> status == 503).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(99);
    }

    @Test
    void thousandConnectionsAtOnce_areAllServed() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> visit = this::getOverOwnConnection;
            List<Future<Integer>> visits = IntStream.range(0, 1000)
                    .mapToObj(i -> executor.submit(visit))
                    .toList();
            for (Future<Integer> status : visits) {
                assertThat(status.get()).isEqualTo(200);
            }
        }
    }

    private int getOverOwnConnection() throws IOException {
        var connection = (HttpURLConnection)
                URI.create(shop.url() + "/products/1").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        return connection.getResponseCode();
    }

    private void logIn() throws Exception {
        String json = Json.write(new Login("ann", Accounts.PASSWORD));
        token = read(Token.class, post("/login", json, "application/json"), 200).token();
    }

    private HttpResponse<String> addToCart(int product, int quantity) throws Exception {
        return post("/cart", Json.write(new Item(product, quantity)), "application/json");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String contentType) throws Exception {
        return client.send(
                request(path)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(shop.url() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static <T> T read(Class<T> type, HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        T value = new Moshi.Builder().build().adapter(type).fromJson(response.body());
        assertThat(value).isNotNull();
        return requireNonNull(value);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String error) throws IOException {
        assertThat(read(Reply.Problem.class, response, status).error()).isEqualTo(error);
    }
}
