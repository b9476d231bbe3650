package dev.stampede.archive;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes of one folder that a class needs, directly or through others. Every text in a class file that names another
 * class file of the folder counts, so that what is named by reflection is found too.
 */
final class ClassClosure {
    private static final Pattern TYPE = Pattern.compile("L([\\w$/]+)[;<]");

    private final Path root;
    private final Set<Path> found = new LinkedHashSet<>();
    private final Deque<Path> unread = new ArrayDeque<>();

    private ClassClosure(Path root) {
        this.root = root;
    }

    /** The class files, the class's own first, then by distance. */
    static Set<Path> of(Path root, Class<?> type) throws IOException {
        ClassClosure closure = new ClassClosure(root);
        closure.add(type.getName().replace('.', '/'));
        while (!closure.unread.isEmpty()) {
            closure.read(closure.unread.remove());
        }
        return closure.found;
    }

    private void add(String internalName) {
        Path file = root.resolve(internalName + ".class");
        if (!found.contains(file) && Files.isRegularFile(file)) {
            found.add(file);
            unread.add(file);
        }
    }

    private void read(Path file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)));
        in.skipNBytes(8); // magic and version
        int constants = in.readUnsignedShort();
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> named(in.readUTF());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // long and double take two places
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new UncheckedIOException(new IOException(file + " is no class file: tag " + tag));
            }
        }
    }

    private void named(String text) {
        if (text.indexOf('\0') >= 0 || text.length() > 10_000) {
            return; // no path
        }
        Matcher types = TYPE.matcher(text);
        boolean any = false;
        while (types.find()) {
            add(types.group(1));
            any = true;
        }
        if (!any && text.matches("[\\w$]+(?:[/.][\\w$]+)*")) {
            add(text.replace('.', '/'));
        }
    }
}
