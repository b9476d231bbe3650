package dev.stampede.http.okhttp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.HtmlPage;
import dev.stampede.HttpResponse;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HtmlTest {
    private static final String PAGE = """
            <html><body>
              <h1>Shop &amp; more</h1>
              <a>no link</a> <a href="/a?b=1">first</a> <a id="next" href="page2#top">next</a>
              <a href="https://example.com/">out</a>
              <form id="search"><input name="q" value="pen &amp; ink"><input type="submit" name="go" value="Go"></form>
              <form id="login" method="post" action="../login?from=shop">
                <input name="user" value="ann"> <input type="hidden" name="token" value="t0k">
                <input name="off" value="x" disabled> <input value="nameless"> <input type="file" name="photo">
                <input type="checkbox" name="stay" checked> <input type="checkbox" name="spam" value="1">
                <input type="radio" name="size" value="s"> <input type="radio" name="size" value="m" checked>
                <select name="one"><option>first</option><option value="2">second</option></select>
                <select name="many" multiple><option selected>a</option><option selected value="b">B</option></select>
                <textarea name="note">two
            lines</textarea>
                <button type="submit" name="do" value="login">Log in</button>
                <button type="submit" id="help" name="do" value="help">Help</button>
              </form>
            </body></html>
            """;

    @StartStop
    final MockWebServer server = new MockWebServer();

    private VirtualUser vu;
    private String base;
    private HttpResponse response;

    @BeforeEach
    void begin() throws Exception {
        vu = new VirtualUser();
        base = "http://127.0.0.1:" + server.getPort();
        server.enqueue(new MockResponse.Builder().body(PAGE).build());
        response = vu.http().get(base + "/shop/page1?x=1");
        server.takeRequest();
        server.enqueue(new MockResponse.Builder().body("next").build());
    }

    @AfterEach
    void end() {
        vu.close();
    }

    @Test
    void page_isLookedIntoBySelectors() {
        HtmlPage page = response.html();
        assertThat(page.text("h1")).isEqualTo("Shop & more");
        assertThat(page.text("h2")).isNull();
        assertThat(page.texts("a[href]")).containsExactly("first", "next", "out");
        assertThat(page.attribute("#next", "href")).isEqualTo("page2#top");
        assertThat(page.attribute("#next", "class")).isNull();
        assertThat(page.attribute("#none", "href")).isNull();
        assertThat(page.links()).containsExactly(base + "/a?b=1", base + "/shop/page2#top", "https://example.com/");
        assertThat(page.unwrap(Document.class).select("form")).hasSize(2);
    }

    @Test
    void fields_areWhatABrowserWouldSend() {
        assertThat(response.html().fields("#login"))
                .isEqualTo(Map.of(
                        "user", List.of("ann"),
                        "token", List.of("t0k"),
                        "stay", List.of("on"),
                        "size", List.of("m"),
                        "one", List.of("first"),
                        "many", List.of("a", "b"),
                        "note", List.of("two\nlines")));
    }

    @Test
    void link_isFollowed() throws Exception {
        assertThat(response.clickLink().body()).isEqualTo("next");
        assertThat(server.takeRequest().getTarget()).isEqualTo("/a?b=1");
        server.enqueue(new MockResponse.Builder().build());
        response.html().link("#next").name("next page").send();
        assertThat(server.takeRequest().getTarget()).isEqualTo("/shop/page2");
        assertThat(vu.recorded().requests()).anySatisfy(tags -> assertThat(tags).containsEntry("name", "next page"));
    }

    @Test
    void formWithoutMethod_isSubmittedByGet() throws Exception {
        assertThat(response.submitForm(Map.of("page", 2)).status()).isEqualTo(200);
        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("GET /shop/page1?go=Go&page=2&q=pen+%26+ink HTTP/1.1");
    }

    @Test
    void form_isSubmittedWithItsFieldsAndThoseGiven() throws Exception {
        response.submitForm("#login", Map.of("user", "bob", "password", "secret"));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST /login?from=shop HTTP/1.1");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(requireNonNull(request.getBody()).utf8())
                .isEqualTo("do=login&many=a&many=b&note=two%0Alines&one=first&password=secret&size=m&stay=on&token=t0k"
                        + "&user=bob");
    }

    @Test
    void form_isSubmittedByTheButtonThatIsNamed() throws Exception {
        response.html().form("#login", "#help", Map.of()).send();
        assertThat(requireNonNull(server.takeRequest().getBody()).utf8()).startsWith("do=help&");
    }

    @Test
    void whatIsNotThere_isSaidAsK6Does() {
        String url = base + "/shop/page1?x=1";
        assertThatThrownBy(() -> response.submitForm("#none", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no form found for selector '#none' in response '" + url + "'");
        assertThatThrownBy(() -> response.clickLink("#none"))
                .hasMessage("no element found for selector '#none' in response '" + url + "'");
        assertThatThrownBy(() -> response.clickLink("h1"))
                .hasMessage("no valid href attribute value found on element 'h1' in response '" + url + "'");
    }
}
