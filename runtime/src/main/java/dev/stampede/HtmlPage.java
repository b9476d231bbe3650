package dev.stampede;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response's body as HTML. Selectors are those of CSS; where several elements fit, the first counts. Not thread-safe.
 * (k6: {@code js/modules/k6/html} and {@code js/modules/k6/http/response.go}.)
 */
public interface HtmlPage {

    /** Text of an element without tags; null when there is no such element. */
    @Nullable
    String text(String selector);

    /** Texts of all elements that fit. */
    List<String> texts(String selector);

    /** An attribute of an element; null when there is no such element, or it has no such attribute. */
    @Nullable
    String attribute(String selector, String name);

    /** Absolute URLs of all links ({@code a[href]}), in the order of the page. */
    List<String> links();

    /**
     * The fields a form would send as it is, by name: what is disabled, not checked, not named, or a button is not among
     * them.
     *
     * @throws IllegalStateException if there is no such form
     */
    Map<String, List<String>> fields(String formSelector);

    /**
     * The request that a click on a link makes, to be refined and sent.
     *
     * @throws IllegalStateException if there is no such element, or it has no {@code href}
     */
    HttpRequest link(String selector);

    /** The same as {@link #form(String, String, Map)} with the form's first {@code [type="submit"]}. */
    HttpRequest form(String formSelector, Map<String, ?> fields);

    /**
     * The request that submits a form, to be refined and sent: to its {@code action}, by its {@code method}, with the
     * fields it has, those of its button, and the given ones in place of them.
     *
     * @param submitSelector the button, within the form; none if nothing fits
     * @param fields values as of {@link HttpRequest#form(Map)}
     * @throws IllegalStateException if there is no such form
     */
    HttpRequest form(String formSelector, String submitSelector, Map<String, ?> fields);

    /**
     * The page as the library that read it has it.
     *
     * @param type {@code org.jsoup.nodes.Document}
     * @throws ClassCastException for any other
     */
    <T> T unwrap(Class<T> type);
}
