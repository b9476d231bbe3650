package dev.stampede.results.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one script of a module and all it imports. Each module becomes a function that is called at once and gives back what it
 * exports; what imports it takes the names from there. The modules are written for it: {@code import {a, b} from './c.js';} on
 * one line, {@code export} before {@code const}, {@code class} or {@code function}, no default exports and no circles.
 */
final class Modules {
    private static final Pattern IMPORT = Pattern.compile("^import \\{(\\w+(?:, \\w+)*)} from '\\./([a-z]+\\.js)';$");
    private static final Pattern EXPORT = Pattern.compile("^export ((?:async )?function|const|class) (\\w+)(.*)$");
    private static final Pattern OTHER = Pattern.compile("^\\s*(import|export)\\b.*");

    private final UnaryOperator<String> source;
    private final Map<String, String> done = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private Modules(UnaryOperator<String> source) {
        this.source = source;
    }

    /**
     * The script.
     *
     * @param source text of a module by its file name
     * @throws IllegalStateException if a module is not written as it has to be
     */
    static String joined(String entry, UnaryOperator<String> source) {
        Modules modules = new Modules(source);
        modules.add(entry);
        return "'use strict';\n" + String.join("", modules.done.values());
    }

    private void add(String name) {
        if (done.containsKey(name)) {
            return;
        }
        if (open.contains(name)) {
            throw new IllegalStateException("modules import each other in a circle: " + open + " and " + name);
        }
        open.push(name);
        StringBuilder body = new StringBuilder();
        StringBuilder exports = new StringBuilder();
        for (String line : source.apply(name).lines().toList()) {
            Matcher imported = IMPORT.matcher(line);
            Matcher exported = EXPORT.matcher(line);
            if (imported.matches()) {
                add(imported.group(2));
                body.append("const {").append(imported.group(1)).append("} = ").append(variable(imported.group(2)));
                body.append(";\n");
            } else if (exported.matches()) {
                exports.append(exports.isEmpty() ? "" : ", ").append(exported.group(2));
                body.append(line.substring("export ".length())).append('\n');
            } else if (OTHER.matcher(line).matches()) {
                throw new IllegalStateException(name + " has a line that cannot be joined: " + line.strip());
            } else {
                body.append(line).append('\n');
            }
        }
        open.pop();
        done.put(
                name,
                "const %s = (() => {%n%sreturn {%s};%n})();%n"
                        .formatted(variable(name), body, exports)
                        .replace("\r\n", "\n"));
    }

    private static String variable(String name) {
        return "module_" + name.substring(0, name.indexOf('.'));
    }
}
