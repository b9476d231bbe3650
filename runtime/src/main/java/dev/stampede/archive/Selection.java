package dev.stampede.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides which files go into an archive, in the order in which they are offered. Keeps why others do not. */
final class Selection {
    /** Names of files that usually hold secrets, and of folders of such files. */
    private static final Pattern SECRETIVE = Pattern.compile(
            "(.*[._-])?env(rc)?|\\.env\\..*|.*\\.(pem|key|p8|p12|pfx|jks|jceks|bks|keystore|truststore|kdbx|ppk|gpg|asc)"
                    + "|id_(rsa|dsa|ecdsa|ed25519).*|[._]netrc|\\.npmrc|\\.yarnrc.*|\\.pypirc|\\.pgpass|\\.my\\.cnf"
                    + "|\\.htpasswd|\\.dockercfg|\\.dockerconfigjson|\\.git-credentials|settings-security\\.xml"
                    + "|\\.(ssh|aws|azure|gnupg|kube|docker|git)|kubeconfig|(.*[._-])?service-?account.*\\.json"
                    + "|.*(secret|credential|passw(or)?d|private-?key|api-?key).*");

    private static final int MOST_NAMED = 1000;

    private final long limit;
    private final Set<String> secrets;
    private final Map<String, Path> taken = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private long bytes;

    /**
     * Nothing so far.
     *
     * @param limit most bytes of all files together
     * @param secrets texts that no file may hold
     */
    Selection(long limit, Set<String> secrets) {
        this.limit = limit;
        this.secrets = secrets;
    }

    /** Offers a file under a name. */
    void offer(String name, Path file) {
        if (taken.containsKey(name) || leftOut.containsKey(name)) {
            return;
        }
        try {
            weigh(name, file);
        } catch (IOException e) {
            unreadable(name);
        }
    }

    /** There is something under a name that cannot be read. */
    void unreadable(String name) {
        leftOut.put(name, "it cannot be read");
    }

    private void weigh(String name, Path file) throws IOException {
        long size = Files.size(file);
        if (!isCode(name) && isSecretive(name)) {
            leftOut.put(name, "its name is that of a secret");
        } else if (!Files.isReadable(file)) {
            unreadable(name);
        } else if (size > limit - bytes) {
            leftOut.put(name, "beyond the limit of " + limit + " bytes");
        } else if (holdsSecret(file)) {
            leftOut.put(name, "it holds a secret");
        } else {
            taken.put(name, file);
            bytes += size;
        }
    }

    private static boolean isCode(String name) {
        return name.startsWith("sources/") || name.endsWith(".class");
    }

    private static boolean isSecretive(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("/", -1))
                .anyMatch(part -> SECRETIVE.matcher(part).matches());
    }

    private boolean holdsSecret(Path file) throws IOException {
        if (secrets.isEmpty()) {
            return false;
        }
        // the one charset in which any bytes are a text; secrets are looked for as their UTF-8 bytes
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return secrets.stream()
                .map(secret -> new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .anyMatch(text::contains);
    }

    /** Files by their names in the archive. */
    Map<String, Path> taken() {
        return taken;
    }

    /** What was not taken: name and reason of each. */
    List<String> leftOut() {
        List<String> lines = new ArrayList<>();
        leftOut.entrySet().stream().limit(MOST_NAMED).forEach(one -> lines.add(one.getKey() + ": " + one.getValue()));
        if (leftOut.size() > MOST_NAMED) {
            lines.add("and " + (leftOut.size() - MOST_NAMED) + " more");
        }
        return lines;
    }
}
