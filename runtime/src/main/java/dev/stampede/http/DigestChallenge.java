package dev.stampede.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants to have digested (RFC 7616), by MD5 or SHA-256, also with {@code -sess}; with {@code qop=auth} or, as
 * in RFC 2069, without. Immutable.
 *
 * @param digest name of the algorithm in Java
 * @param session whether the algorithm ends in {@code -sess}
 * @param withQop whether {@code qop=auth} is offered
 * @param parameters those of the challenge, by name in any case
 */
record DigestChallenge(String digest, boolean session, boolean withQop, Map<String, String> parameters) {
    private static final Pattern PARAMETER =
            Pattern.compile("([\\w!#$%&'*+.^`|~-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]*))");
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:^|,)\\s*Digest\\s+");
    private static final Pattern NEXT_SCHEME = Pattern.compile(",\\s*[\\w-]+\\s+[\\w-]+\\s*=");

    /** The first challenge that can be met, the server's order being its preference; null if there is none. */
    static @Nullable DigestChallenge in(List<String> headers) {
        for (String header : headers) {
            Matcher scheme = SCHEME.matcher(header);
            while (scheme.find()) {
                String rest = header.substring(scheme.end());
                Matcher next = NEXT_SCHEME.matcher(rest);
                DigestChallenge challenge = of(next.find() ? rest.substring(0, next.start()) : rest);
                if (challenge != null) {
                    return challenge;
                }
            }
        }
        return null;
    }

    private static @Nullable DigestChallenge of(String text) {
        Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            String quoted = matcher.group(2);
            parameters.put(matcher.group(1), quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        String algorithm = parameters.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        boolean session = algorithm.endsWith("-SESS");
        String digest = session ? algorithm.substring(0, algorithm.length() - "-SESS".length()) : algorithm;
        String qop = parameters.get("qop");
        boolean withQop = qop != null
                && List.of(qop.toLowerCase(Locale.ROOT).split("[\\s,]+")).contains("auth");
        boolean known = digest.equals("MD5") || digest.equals("SHA-256");
        boolean possible = known && parameters.containsKey("nonce") && (qop == null || withQop);
        return possible ? new DigestChallenge(digest, session, withQop, parameters) : null;
    }

    /** {@code Authorization} of a request with the user and password of its URL. */
    String answer(String method, HttpUrl url) {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random); // no secret: it only has to differ
        return answer(method, url, HexFormat.of().formatHex(random));
    }

    String answer(String method, HttpUrl url, String cnonce) {
        String realm = parameters.getOrDefault("realm", "");
        String nonce = parameters.getOrDefault("nonce", "");
        String query = url.encodedQuery();
        String uri = url.encodedPath() + (query == null ? "" : "?" + query);
        String who = hash(url.username() + ":" + realm + ":" + url.password());
        String secret = session ? hash(who + ":" + nonce + ":" + cnonce) : who;
        String what = hash(method + ":" + uri);
        String response = hash(
                withQop
                        ? secret + ":" + nonce + ":00000001:" + cnonce + ":auth:" + what
                        : secret + ":" + nonce + ":" + what);
        List<String> parts = new ArrayList<>();
        parts.add(quoted("username", url.username()));
        parts.add(quoted("realm", realm));
        parts.add(quoted("nonce", nonce));
        parts.add(quoted("uri", uri));
        parts.add(quoted("response", response));
        String algorithm = parameters.get("algorithm");
        if (algorithm != null) {
            parts.add("algorithm=" + algorithm);
        }
        if (withQop) {
            parts.add("qop=auth");
            parts.add("nc=00000001");
        }
        if (withQop || session) {
            parts.add(quoted("cnonce", cnonce));
        }
        String opaque = parameters.get("opaque");
        if (opaque != null) {
            parts.add(quoted("opaque", opaque));
        }
        StringJoiner header = new StringJoiner(", ", "Digest ", "");
        parts.forEach(header::add);
        return header.toString();
    }

    private static String quoted(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private String hash(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance(digest).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no " + digest, e);
        }
    }
}
