package dev.stampede;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A request under construction; every method but {@link #send()} returns it for chaining. Made for one call, on the
 * thread of its virtual user.
 */
public interface HttpRequest {

    /**
     * Groups requests of different URLs under one name: the tags {@code name} and {@code url} hold it instead of the URL.
     */
    HttpRequest name(String name);

    /** Adds a tag to the samples of this call. */
    HttpRequest tag(String key, String value);

    /** Sets a header, replacing one of the same name. */
    HttpRequest header(String name, String value);

    /** Sends this text, in UTF-8. No content type is added. Ignored by GET and HEAD. */
    HttpRequest body(String body);

    /** Sends these bytes. No content type is added. Ignored by GET and HEAD. */
    HttpRequest body(byte[] body);

    /** Sends these fields as {@code application/x-www-form-urlencoded}, sorted by name. */
    HttpRequest form(Map<String, String> fields);

    /** Sends a cookie in addition to those the virtual user keeps. */
    HttpRequest cookie(String name, String value);

    /** Limit for the whole call, redirects and body included. Default 60 s; zero or less means none. */
    HttpRequest timeout(Duration timeout);

    /** The same, such as {@code "500ms"}. */
    HttpRequest timeout(String timeout);

    /** How many redirects to follow, from 0; the last redirect is then returned as it is. Default 10. */
    HttpRequest redirects(int max);

    /**
     * Which status codes count as expected ({@code expected_response}, {@code http_req_failed}). Default 200 to 399.
     */
    HttpRequest expectStatus(IntPredicate expected);

    /** Sends the request and reads the whole response. */
    HttpResponse send();
}
