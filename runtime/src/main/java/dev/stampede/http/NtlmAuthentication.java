package dev.stampede.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.IntPredicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * NTLM: without credentials first, as the connection may be known to the server; then it is offered, and the challenge is
 * answered, on the same connection, which is the one that a virtual user used last. A server that knows only Basic gets that. The
 * very first answer of a call is expected if it is 401 or expected anyway. (k6 leaves this to {@code Azure/go-ntlmssp}: {@code
 * negotiator.go}.)
 */
final class NtlmAuthentication implements Authentication {
    private enum Step {
        ANONYMOUS,
        BASIC,
        OFFERED,
        DONE
    }

    private Step step = Step.DONE;
    private String user = "";
    private String password = "";
    private boolean judged;

    @Override
    public void begin(Hop hop, HeaderList headers) {
        HttpUrl url = hop.target().url();
        user = url.username();
        password = url.password();
        String own = headers.get("Authorization");
        if (own != null && own.regionMatches(true, 0, "Basic ", 0, 6)) {
            takeFrom(own.substring(6).strip());
            headers.remove("Authorization");
        }
        step = user.isEmpty() && password.isEmpty() ? Step.DONE : Step.ANONYMOUS;
    }

    private void takeFrom(String basic) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return; // not what Basic wants: nothing to answer with
        }
        int colon = plain.indexOf(':');
        user = colon < 0 ? plain : plain.substring(0, colon);
        password = colon < 0 ? "" : plain.substring(colon + 1);
    }

    @Override
    public @Nullable String answer(Hop hop, TransportResponse response) throws IOException {
        if (response.status() != 401 || step == Step.DONE) {
            return null;
        }
        String scheme = challenge(response.headers(), "NTLM") == null ? "Negotiate" : "NTLM";
        String token = challenge(response.headers(), scheme);
        if (token == null && step == Step.ANONYMOUS && challenge(response.headers(), "Basic") != null) {
            step = Step.BASIC;
            byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(credentials);
        }
        if (token == null) {
            step = Step.DONE;
            return null;
        }
        if (step != Step.OFFERED) {
            step = Step.OFFERED;
            return scheme + " " + Base64.getEncoder().encodeToString(NtlmMessages.negotiate(user));
        }
        step = Step.DONE;
        return token.isEmpty()
                ? null
                : scheme + " " + Base64.getEncoder().encodeToString(NtlmMessages.authenticate(token, user, password));
    }

    /** What follows a scheme in {@code WWW-Authenticate}; null if the server does not name it. */
    private static @Nullable String challenge(HeaderList headers, String scheme) {
        for (String header : headers.all("WWW-Authenticate")) {
            String lower = header.strip().toLowerCase(Locale.ROOT);
            if (lower.equals(scheme.toLowerCase(Locale.ROOT))) {
                return "";
            }
            if (lower.startsWith(scheme.toLowerCase(Locale.ROOT) + " ")) {
                return header.strip().substring(scheme.length() + 1).strip();
            }
        }
        return null;
    }

    @Override
    public @Nullable IntPredicate expected(@Nullable IntPredicate usual) {
        if (judged || usual == null) {
            return usual;
        }
        judged = true;
        return status -> status == 401 || usual.test(status);
    }
}
