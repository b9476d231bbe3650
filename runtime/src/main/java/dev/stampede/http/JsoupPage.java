package dev.stampede.http;

import dev.stampede.HtmlPage;
import dev.stampede.Http;
import dev.stampede.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A page read by jsoup; not to be loaded without it. Confined to the virtual user's thread. */
final class JsoupPage implements HtmlPage {
    private static final String SUBMIT = "[type=\"submit\"]";

    private final Http http;
    private final String shownUrl;
    private final Document document;

    /**
     * Reads a page.
     *
     * @param http makes the requests that follow from it
     * @param url where it is from
     * @param shownUrl the same for messages
     */
    JsoupPage(Http http, String url, String shownUrl, String html) {
        this.http = http;
        this.shownUrl = shownUrl;
        this.document = Jsoup.parse(html, url);
    }

    @Override
    public @Nullable String text(String selector) {
        Element found = document.selectFirst(selector);
        return found == null ? null : found.text();
    }

    @Override
    public List<String> texts(String selector) {
        return List.copyOf(document.select(selector).eachText());
    }

    @Override
    public @Nullable String attribute(String selector, String name) {
        Element found = document.selectFirst(selector);
        return found == null || !found.hasAttr(name) ? null : found.attr(name);
    }

    @Override
    public List<String> links() {
        return document.select("a[href]").stream()
                .map(link -> link.absUrl("href"))
                .filter(url -> !url.isEmpty())
                .toList();
    }

    @Override
    public Map<String, List<String>> fields(String formSelector) {
        return fieldsOf(found(formSelector));
    }

    @Override
    public HttpRequest link(String selector) {
        Element link = document.selectFirst(selector);
        if (link == null) {
            throw new IllegalStateException(
                    "no element found for selector '" + selector + "' in response '" + shownUrl + "'");
        }
        if (!link.hasAttr("href")) {
            throw new IllegalStateException(
                    "no valid href attribute value found on element '" + selector + "' in response '" + shownUrl + "'");
        }
        return http.request("GET", link.absUrl("href"));
    }

    @Override
    public HttpRequest form(String formSelector, Map<String, ?> fields) {
        return form(formSelector, SUBMIT, fields);
    }

    @Override
    public HttpRequest form(String formSelector, String submitSelector, Map<String, ?> fields) {
        Element form = found(formSelector);
        Map<String, Object> all = new LinkedHashMap<>(fieldsOf(form));
        Element submit = form.selectFirst(submitSelector);
        if (submit != null && !submit.attr("name").isEmpty()) {
            all.put(submit.attr("name"), submit.attr("value"));
        }
        all.putAll(fields);
        String action = form.hasAttr("action") ? form.absUrl("action") : document.location();
        String method = form.hasAttr("method") ? form.attr("method").toUpperCase(Locale.ROOT) : "GET";
        if (!method.equals("GET")) {
            return http.request(method, action).form(all);
        }
        String query = Form.of(all, unused -> {}).encoded();
        HttpUrl url = HttpUrl.get(action)
                .newBuilder()
                .encodedQuery(query.isEmpty() ? null : query)
                .build();
        return http.request("GET", url.toString());
    }

    private Element found(String formSelector) {
        Element form = document.selectFirst(formSelector);
        if (form == null) {
            throw new IllegalStateException(
                    "no form found for selector '" + formSelector + "' in response '" + shownUrl + "'");
        }
        return form;
    }

    private static Map<String, List<String>> fieldsOf(Element form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Element field : form.select("input[name], select[name], textarea[name]")) {
            List<String> values = valuesOf(field);
            if (!values.isEmpty() && !field.attr("name").isEmpty() && !field.hasAttr("disabled")) {
                fields.computeIfAbsent(field.attr("name"), name -> new ArrayList<>(1))
                        .addAll(values);
            }
        }
        return fields;
    }

    /** What a field sends as it is; nothing if it is a button, or not chosen. */
    private static List<String> valuesOf(Element field) {
        return switch (field.normalName()) {
            case "select" -> chosen(field);
            case "textarea" -> List.of(field.wholeText());
            default -> {
                yield switch (field.attr("type").toLowerCase(Locale.ROOT)) {
                    case "submit", "button", "image", "reset", "file" -> List.of();
                    case "checkbox", "radio" ->
                        field.hasAttr("checked")
                                ? List.of(field.hasAttr("value") ? field.attr("value") : "on")
                                : List.of();
                    default -> List.of(field.attr("value"));
                };
            }
        };
    }

    /** The options that are selected; of a list to choose one from, the first if none is. */
    private static List<String> chosen(Element select) {
        List<String> selected =
                select.select("option[selected]").stream().map(JsoupPage::value).toList();
        Element first = select.selectFirst("option");
        return selected.isEmpty() && first != null && !select.hasAttr("multiple") ? List.of(value(first)) : selected;
    }

    private static String value(Element option) {
        return option.hasAttr("value") ? option.attr("value") : option.text();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(document);
    }
}
