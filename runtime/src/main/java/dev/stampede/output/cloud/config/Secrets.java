package dev.stampede.output.cloud.config;

import dev.stampede.metrics.Printable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes texts fit for people and logs: no token shows in them, not even one that was given in place of something else.
 *
 * @param known the tokens that were given
 */
record Secrets(List<String> known) {
    /** So long a word, with digits in it and without dots, is a token where no token belongs. */
    private static final Pattern TOKEN = Pattern.compile("(?<![\\w.+=-])(?=[\\w+=-]*\\d)[\\w+=-]{20,}(?![\\w.+=-])");

    private static final Pattern QUERY = Pattern.compile("(?<=://)([^?#]*)\\?.*", Pattern.DOTALL);

    static Secrets of(List<Entry> entries) {
        return new Secrets(entries.stream()
                .filter(entry -> entry.setting().isSecret())
                .map(Entry::text)
                .filter(text -> text.length() >= 4) // a shorter one is no secret, and part of many a word
                .distinct()
                .sorted((one, other) -> other.length() - one.length())
                .toList());
    }

    /** All stars under 12 characters, else the first and last four stay. */
    static String mask(String secret) {
        int length = secret.length();
        return length < 12
                ? "*".repeat(length)
                : secret.substring(0, 4) + "*".repeat(length - 8) + secret.substring(length - 4);
    }

    /** A value without the secrets in it: tokens, user and password of a URL, its query. */
    String masked(String text) {
        String masked = text;
        for (String secret : known) {
            masked = masked.replace(secret, mask(secret));
        }
        masked = TOKEN.matcher(masked).replaceAll(token -> mask(token.group()));
        return QUERY.matcher(Printable.withoutUserInfo(masked)).replaceFirst("$1?****");
    }
}
