package dev.stampede.examples.shop;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who may buy: every user, with one and the same password. Thread-safe. */
public final class Accounts {
    /** The password of every user. */
    public static final String PASSWORD = "secret";

    private final Map<String, String> userByToken = new ConcurrentHashMap<>();

    Accounts() {}

    /** What a client sends to log in; it may leave something out. */
    public record Login(@Nullable String user, @Nullable String password) {}

    /** What it gets, to be sent as {@code Authorization: Bearer}. */
    public record Token(String token) {}

    Optional<Token> logIn(Login login) {
        String user = login.user();
        if (user == null || !PASSWORD.equals(login.password())) {
            return Optional.empty();
        }
        String token = UUID.randomUUID().toString();
        userByToken.put(token, user);
        return Optional.of(new Token(token));
    }

    Optional<String> user(String token) {
        return Optional.ofNullable(userByToken.get(token));
    }
}
