package dev.stampede;

import java.math.BigInteger;

/**
 * A URL that was filled into a template, and the name it goes by in the samples, so that all URLs of one template are one
 * series: {@code http.url("https://shop.test/items/%d", id)} is named {@code https://shop.test/items/${}}. Made by
 * {@link #of}. (k6: {@code http.url}, {@code js/modules/k6/http/http_url.go}.)
 *
 * @param url where to
 * @param name the template with <code>${}</code> in place of each argument
 */
public record NamedUrl(String url, String name) {

    /**
     * Fills a template.
     *
     * @param template a URL in which {@code %s} stands for any argument, {@code %d} for a whole number and {@code %%} for a
     *     percent sign
     * @param arguments as many as there are places; they are filled in as they are, not encoded
     * @throws IllegalArgumentException if they do not fit, or anything else follows a percent sign
     */
    public static NamedUrl of(String template, Object... arguments) {
        StringBuilder url = new StringBuilder(template.length() + 16);
        StringBuilder name = new StringBuilder(template.length());
        int next = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '%') {
                url.append(c);
                name.append(c);
                continue;
            }
            char kind = ++i < template.length() ? template.charAt(i) : ' ';
            if (kind == '%') {
                url.append('%');
                name.append('%');
            } else {
                requireKnown(kind, template);
                if (next < arguments.length) {
                    requireFitting(kind, arguments[next], template);
                    url.append(arguments[next]);
                }
                name.append("${}");
                next++;
            }
        }
        if (next != arguments.length) {
            throw new IllegalArgumentException("the URL template '" + template + "' has " + next + " places, but "
                    + arguments.length + " arguments were given");
        }
        return new NamedUrl(url.toString(), name.toString());
    }

    private static void requireKnown(char kind, String template) {
        if (kind != 's' && kind != 'd') {
            throw new IllegalArgumentException("in the URL template '" + template
                    + "' only %s, %d and %% are known; write %% for a percent sign, such as %%20 for a space");
        }
    }

    private static void requireFitting(char kind, Object argument, String template) {
        boolean whole = argument instanceof Long
                || argument instanceof Integer
                || argument instanceof Short
                || argument instanceof Byte
                || argument instanceof BigInteger;
        if (kind == 'd' && !whole) {
            throw new IllegalArgumentException(
                    "%d in the URL template '" + template + "' wants a whole number, but was given '" + argument + "'");
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
