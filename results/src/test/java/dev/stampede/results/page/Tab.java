package dev.stampede.results.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A page in Chromium. Screenshots go to {@code target/screenshots}. Confined to its test. */
public final class Tab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Pattern BAD_STATUS = Pattern.compile("Failed to load resource: .*");

    private final Chromium chromium;
    private final String context;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Tab(Chromium chromium, String context, String session) {
        this.chromium = chromium;
        this.context = context;
        this.session = session;
        chromium.listen(session, this::heard);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
        size(1280, 900);
    }

    private void heard(String event, Map<?, ?> params) {
        switch (event) {
            case "Network.requestWillBeSent" ->
                requests.add(Chromium.text((Map<?, ?>) Objects.requireNonNull(params.get("request")), "url"));
            case "Runtime.exceptionThrown" -> complaints.add("exception: " + params);
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(Chromium.text(params, "type"))) {
                    complaints.add("console: " + params.get("args"));
                }
            }
            case "Log.entryAdded" -> {
                Map<?, ?> entry = (Map<?, ?>) Objects.requireNonNull(params.get("entry"));
                complaints.add("log: " + entry.get("text"));
            }
            default -> {}
        }
    }

    private Map<?, ?> send(String method, Map<String, ?> parameters) {
        return chromium.send(session, method, parameters);
    }

    public void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** What the machine prefers: {@code dark} or {@code light}. */
    public void scheme(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    public void go(String url) {
        send("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression; promises are waited for. */
    @Nullable
    public Object evaluate(String expression) {
        Map<?, ?> answer =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.get("exceptionDetails") != null) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return ((Map<?, ?>) Objects.requireNonNull(answer.get("result"))).get("value");
    }

    /** Waits until an expression is true. */
    public void until(String expression) {
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions() // a page that is being left evaluates nothing
                    .until(() -> Boolean.TRUE.equals(evaluate("Boolean(" + expression + ")")));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    expression + " never came true; complaints: " + complaints + "; the page: " + text("body"), e);
        }
    }

    /** Waits until the text of what the selector finds holds this. */
    public void untilText(String selector, String text) {
        until("document.querySelector(" + quoted(selector) + ")?.textContent.includes(" + quoted(text) + ")");
    }

    /** The text of the first element. */
    public String text(String selector) {
        return String.valueOf(evaluate("document.querySelector(" + quoted(selector) + ")?.innerText"));
    }

    /** The texts of all elements. */
    public List<String> texts(String selector) {
        Object found = evaluate(
                "[...document.querySelectorAll(" + quoted(selector) + ")].map(element => element.textContent.trim())");
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Clicks in the middle of an element, with a mouse. */
    public void click(String selector) {
        until("document.querySelector(" + quoted(selector) + ")");
        List<?> at = (List<?>)
                Objects.requireNonNull(evaluate("(() => { const e = document.querySelector(" + quoted(selector)
                        + "); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                        + " return [r.x + r.width / 2, r.y + r.height / 2]; })()"));
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of("type", type, "x", at.get(0), "y", at.get(1), "button", "left", "clickCount", 1));
        }
    }

    /** Has what is downloaded put into a folder. */
    public void downloadTo(Path folder) {
        chromium.send(
                null,
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "browserContextId", context, "downloadPath", folder.toString()));
    }

    /** Types into an element. */
    public void type(String selector, String text) {
        evaluate("document.querySelector(" + quoted(selector) + ").focus()");
        send("Input.insertText", Map.of("text", text));
    }

    /** Presses a key such as {@code Tab} or {@code Enter}. */
    public void press(String key) {
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "End" -> 35;
            case "Home" -> 36;
            case "ArrowLeft" -> 37;
            case "ArrowRight" -> 39;
            default -> throw new IllegalArgumentException(key);
        };
        String text = key.equals("Enter") ? "\r" : "";
        send(
                "Input.dispatchKeyEvent",
                Map.of(
                        "type",
                        text.isEmpty() ? "rawKeyDown" : "keyDown",
                        "key",
                        key,
                        "code",
                        key,
                        "windowsVirtualKeyCode",
                        code,
                        "text",
                        text));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Takes a picture for people to look at. */
    public void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        String data = Chromium.text(send("Page.captureScreenshot", Map.of("format", "png")), "data");
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data));
    }

    /** Addresses that were asked for. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Fails if the page wrote an error, threw, or wanted what its policy forbids. */
    public void assertNoComplaints() {
        assertThat(complaints).isEmpty();
    }

    /** Takes back that answers were refused: the test wants them to be. */
    public void forgiveRefusedAnswers() {
        complaints.removeIf(complaint ->
                BAD_STATUS.matcher(complaint.replaceFirst("^log: ", "")).matches());
    }

    /** Fails if the page is wider than the window. (A phone makes {@code innerWidth} as wide as the page.) */
    public void assertFits() {
        assertThat(evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .isEqualTo(0.0);
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Override
    public void close() {
        chromium.closed(session, context);
    }
}
