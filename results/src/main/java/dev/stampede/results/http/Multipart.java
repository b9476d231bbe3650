package dev.stampede.results.http;

import dev.stampede.results.wire.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/form-data}: fields into a map, files as they come. Confined to one thread. */
public final class Multipart {
    private static final int MOST_PARTS = 50;
    private static final int MOST_FIELD = 64 << 10;
    private static final int MOST_HEADERS = 8 << 10;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]{1,70})\"|([^;\\s\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[;\\s]name=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern FILE = Pattern.compile("[;\\s]filename=");

    private final PartStream in;

    private Multipart(InputStream body, String boundary) {
        byte[] lineBreak = "\r\n".getBytes(StandardCharsets.US_ASCII);
        // the first boundary is found as the others are
        this.in = new PartStream(new SequenceInputStream(new ByteArrayInputStream(lineBreak), body), boundary);
    }

    /** Takes files. */
    @FunctionalInterface
    public interface FileTaker {
        /**
         * A file.
         *
         * @param field name of its field; what the sender calls the file itself is of no use
         * @param content ends with it; what is not read is dropped
         */
        void take(String field, InputStream content) throws IOException, Refusal;
    }

    /** Whether a request is one. */
    public static boolean is(Request request) {
        return request.type().equals("multipart/form-data");
    }

    /**
     * Reads a form.
     *
     * @return its fields; of those that are given twice the last one
     * @throws Refusal if it is none, or has more or longer fields than any caller sends
     */
    public static Map<String, String> read(Request request, FileTaker files) throws IOException, Refusal {
        Matcher boundary = BOUNDARY.matcher(request.header("Content-Type"));
        if (!is(request) || !boundary.find()) {
            throw new Refusal(
                    415, "Content-Type must be multipart/form-data with a boundary" + Request.butIs(request.type()));
        }
        if (!request.encoding().isEmpty()) {
            throw new Refusal(415, "a form must come without Content-Encoding" + Request.butIs(request.encoding()));
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        try {
            return new Multipart(request.stream(), text).read(files);
        } catch (PartStream.MalformedException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> read(FileTaker files) throws IOException, Refusal {
        Map<String, String> fields = new LinkedHashMap<>();
        in.skipPart(); // what stands before the first boundary
        for (int part = 0; in.startsPart(); part++) {
            if (part == MOST_PARTS) {
                throw new Refusal(413, "the form has more than " + MOST_PARTS + " fields");
            }
            String disposition = disposition();
            Matcher name = NAME.matcher(disposition);
            if (!name.find()) {
                throw new Refusal(400, "the form has a part without a name");
            }
            String field = name.group(1).replaceAll("\\\\(.)", "$1");
            if (FILE.matcher(disposition).find()) {
                files.take(field, in);
            } else {
                fields.put(field, value());
            }
            in.skipPart();
        }
        return fields;
    }

    private String disposition() throws IOException, Refusal {
        String found = "";
        int left = MOST_HEADERS;
        while (true) {
            String line = in.line(left);
            left -= line.length() + 2;
            if (line.isEmpty()) {
                return found;
            }
            if (line.regionMatches(true, 0, "Content-Disposition:", 0, 20)) {
                found = line.substring(20);
            }
        }
    }

    private String value() throws IOException, Refusal {
        byte[] value = in.readNBytes(MOST_FIELD + 1);
        if (value.length > MOST_FIELD) {
            throw new Refusal(413, "the form has a field of more than " + MOST_FIELD + " bytes");
        }
        return new String(value, StandardCharsets.UTF_8);
    }
}
