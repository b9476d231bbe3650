package dev.stampede.acceptance.forked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the XML reports of a launch say.
 *
 * @param tests by class: whether its only test passed
 */
record Reported(Map<String, Boolean> tests) {

    static Reported in(Path folder) throws Exception {
        Map<String, Boolean> tests = new HashMap<>();
        for (Path file : files(folder)) {
            NodeList cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                boolean passed = Stream.of("failure", "error", "skipped")
                        .allMatch(bad -> test.getElementsByTagName(bad).getLength() == 0);
                tests.merge(test.getAttribute("classname"), passed, (a, b) -> {
                    throw new AssertionError("more than one test in " + test.getAttribute("classname"));
                });
            }
        }
        return new Reported(tests);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml")).toList();
        }
    }
}
