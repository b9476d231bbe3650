package dev.stampede.results.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportFileTest {

    @Test
    void data_cannotEndItsScript() {
        String json = ReportFile.json(Map.of("name", "</script><script>alert(1)</script><!-- & -->"));
        assertThat(json).doesNotContain("<").doesNotContain(">").contains("\\u003c/script\\u003e");
    }

    @Test
    void report_holdsEverythingAndAsksForNothing() {
        String html = html("Checkout <b>", Map.of("run", Map.of("name", "</script><img src=x onerror=alert(1)>")));
        assertThat(html)
                .contains(
                        "<title>Checkout &lt;b&gt;</title>",
                        "default-src 'none'",
                        "id=\"stampede-data\"",
                        "Leon Sorokin")
                .doesNotContain("<img")
                .doesNotContain("src=\"")
                .doesNotContain("href=\"/");
        assertThat(html.split("</script>", -1)).hasSize(4);
    }

    @Test
    void policy_allowsExactlyTheScriptsInside() throws Exception {
        String html = html("Checkout", Map.of());
        Matcher script = Pattern.compile("<script(?: type=\"module\")?>(.*?)</script>", Pattern.DOTALL)
                .matcher(html);
        int scripts = 0;
        while (script.find()) {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(html).contains("'sha256-" + java.util.Base64.getEncoder().encodeToString(digest) + "'");
            scripts++;
        }
        assertThat(scripts).isEqualTo(2);
    }

    @Test
    void modules_areJoinedOnceInTheOrderTheyNeed() {
        Map<String, String> files = Map.of(
                "a.js", "import {b} from './b.js';\nimport {c} from './c.js';\nb(c);\n",
                "b.js", "import {c} from './c.js';\nexport function b(x) {\n  return x + c;\n}\n",
                "c.js", "export const c = 1;\n");
        assertThat(Modules.joined("a.js", text(files))).isEqualTo("""
                'use strict';
                const module_c = (() => {
                const c = 1;
                return {c};
                })();
                const module_b = (() => {
                const {c} = module_c;
                function b(x) {
                  return x + c;
                }
                return {b};
                })();
                const module_a = (() => {
                const {b} = module_b;
                const {c} = module_c;
                b(c);
                return {};
                })();
                """);
    }

    @Test
    void modulesThatCannotBeJoined_areNamed() {
        assertThatThrownBy(() -> Modules.joined("a.js", name -> "export default 1;"))
                .hasMessage("a.js has a line that cannot be joined: export default 1;");
        Map<String, String> circle = Map.of("a.js", "import {b} from './b.js';", "b.js", "import {a} from './a.js';");
        assertThatThrownBy(() -> Modules.joined("a.js", text(circle))).hasMessageContaining("in a circle");
    }

    private static UnaryOperator<String> text(Map<String, String> files) {
        return name -> Objects.requireNonNull(files.get(name));
    }

    private static String html(String title, Map<String, ?> data) {
        return new String(ReportFile.of(title, data), StandardCharsets.UTF_8);
    }
}
