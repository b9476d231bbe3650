package dev.stampede.results.http;

import com.sun.net.httpserver.HttpExchange;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.wire.BodyBudget;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A request. Confined to its thread. */
public final class Request {
    /** Most bytes of a JSON body. */
    static final int MOST_JSON = 8 << 20;

    /** Bytes that are read at a time. */
    private static final int PART = 1 << 14;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final HttpExchange exchange;
    private final InputStream body;
    private final BodyBudget.Share share;
    private final Gate gate;
    private final List<String> path;
    private final List<String> holes;

    /** @param share what of the body may be in memory */
    Request(
            HttpExchange exchange,
            InputStream body,
            BodyBudget.Share share,
            Gate gate,
            List<String> path,
            List<String> holes) {
        this.exchange = exchange;
        this.body = body;
        this.share = share;
        this.gate = gate;
        this.path = path;
        this.holes = holes;
    }

    /** What stands in the path where the route has a hole, from 0. */
    public String hole(int index) {
        return holes.get(index);
    }

    /** Segments of the path, decoded. */
    public List<String> path() {
        return path;
    }

    /** Method, in capitals. */
    public String method() {
        return exchange.getRequestMethod();
    }

    /** A header; empty when it is not there. */
    public String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value.strip();
    }

    /** Values of the query; of those that are given twice the last one. */
    public Map<String, String> query() {
        return form(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    }

    /** A value of the query; empty when it is not there. */
    public String query(String name) {
        return query().getOrDefault(name, "");
    }

    /**
     * A number of the query.
     *
     * @throws Refusal if it is none, or too small or large
     */
    public long query(String name, long otherwise, long least, long most) throws Refusal {
        String text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,15}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new Refusal(400, name + " must be a number from " + least + " to " + most);
    }

    /** Where the service was asked for, such as {@code http://127.0.0.1:6565}. */
    public String base() {
        // behind a proxy that speaks TLS for it; whoever says so wrongly gets wrong links
        boolean secure = header("X-Forwarded-Proto").equalsIgnoreCase("https");
        return (secure ? "https://" : "http://") + header("Host");
    }

    /** Whether it shows the service's token, or there is none to be shown. */
    public boolean isTrusted() {
        return gate.hasToken(this);
    }

    /** Whether this is the service's token, or there is none. */
    public boolean isToken(String shown) {
        return gate.isToken(shown);
    }

    /** Type of the body, in lower case and without parameters; empty when it is not said. */
    public String type() {
        return header("Content-Type").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /** Encoding of the body; empty for none: {@code identity} and nothing are the same. */
    public String encoding() {
        String encoding = header("Content-Encoding");
        return encoding.equalsIgnoreCase("identity") ? "" : encoding;
    }

    /**
     * All of the body, to be read once.
     *
     * @throws Refusal if it has more bytes, or there is no room for it now
     */
    public byte[] body(int most) throws IOException, Refusal {
        if (length() > most) {
            throw tooLarge(most);
        }
        // what has come counts, not what is said to come: otherwise a few who are slow take it all
        List<byte[]> parts = new ArrayList<>();
        int size = 0;
        while (true) {
            byte[] part = body.readNBytes(PART);
            share.more(part.length);
            size += part.length;
            if (size > most) {
                throw tooLarge(most);
            }
            parts.add(part);
            if (part.length < PART) {
                return joined(parts, size);
            }
        }
    }

    private static byte[] joined(List<byte[]> parts, int size) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        parts.forEach(all::put);
        return all.array();
    }

    /** A body has more bytes than are taken. */
    public static Refusal tooLarge(long most) {
        return new Refusal(413, "the body is larger than the limit of " + most + " bytes");
    }

    /** How many bytes the body is said to have; -1 when it is not said. */
    public long length() {
        String length = header("Content-Length");
        return LENGTH.matcher(length).matches() ? Long.parseLong(length) : -1;
    }

    /** The body as it comes. */
    public InputStream stream() {
        return body;
    }

    /**
     * The body as a JSON object.
     *
     * @throws Refusal if it is none
     */
    public Map<String, Object> json() throws IOException, Refusal {
        // a type that no form has: a page of another site cannot send it unasked
        if (!type().equals("application/json")) {
            throw new Refusal(415, "Content-Type must be application/json" + butIs(type()));
        }
        if (!encoding().isEmpty()) {
            throw new Refusal(415, "JSON must come without Content-Encoding" + butIs(encoding()));
        }
        Map<String, Object> object = Json.object(new String(body(MOST_JSON), StandardCharsets.UTF_8));
        if (object == null) {
            throw new Refusal(400, "the body is no JSON object");
        }
        return object;
    }

    /** What it is instead, for a message; empty when it is nothing. */
    public static String butIs(String given) {
        return given.isEmpty() ? "" : " but is " + (given.length() <= 100 ? given : given.substring(0, 100) + "…");
    }

    /** Names and values of a query or of a form. */
    static Map<String, String> form(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (!part.isEmpty()) {
                values.put(
                        decoded(equals < 0 ? part : part.substring(0, equals)),
                        equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
        return values;
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) { // a stray percent sign
            return text;
        }
    }
}
