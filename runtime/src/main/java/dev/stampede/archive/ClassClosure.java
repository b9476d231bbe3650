package dev.stampede.archive;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes of one folder that a class needs, directly or through others. Every text in a class file that names another
 * class file of the folder counts, so that what is named by reflection is found too. A file that is no class file, or cannot be
 * read, leads to no other.
 */
final class ClassClosure {
    private static final System.Logger logger = System.getLogger(ClassClosure.class.getName());

    private static final String ENDING = ".class";

    /** A class in a descriptor or a signature; of a nested one in a signature, the outer one, which names it. */
    private static final Pattern TYPE = Pattern.compile("L([^;<:.\\[(]+)[;<]");

    /** Of the folder, by the names that class files call them by. */
    private final Map<String, Path> all = new HashMap<>();

    private final Set<Path> found = new LinkedHashSet<>();
    private final Deque<Path> unread = new ArrayDeque<>();

    private ClassClosure(Path root) {
        for (Path file : FileTree.files(root, unreadable -> {})) {
            String name = root.relativize(file).toString().replace('\\', '/');
            if (name.endsWith(ENDING)) {
                all.put(name.substring(0, name.length() - ENDING.length()), file);
            }
        }
    }

    /** The class files, the class's own first, then by distance. */
    static Set<Path> of(Path root, Class<?> type) {
        ClassClosure closure = new ClassClosure(root);
        closure.add(type.getName().replace('.', '/'));
        while (!closure.unread.isEmpty()) {
            Path file = closure.unread.remove();
            try {
                closure.read(file);
            } catch (IOException e) {
                logger.log(System.Logger.Level.DEBUG, "what " + file + " needs is not known", e);
            }
        }
        return closure.found;
    }

    private void add(String internalName) {
        Path file = all.get(internalName);
        if (file != null && found.add(file)) {
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
                default -> throw new IOException(file + " is no class file: tag " + tag);
            }
        }
    }

    private void named(String text) {
        Matcher types = TYPE.matcher(text);
        while (types.find()) {
            add(types.group(1));
        }
        add(text.replace('.', '/'));
    }
}
