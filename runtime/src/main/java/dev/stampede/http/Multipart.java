package dev.stampede.http;

import dev.stampede.HttpFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A form as {@code multipart/form-data}. Files are read each time it is written, piece by piece. Escapes names as Go does
 * ({@code mime/multipart/writer.go}). Immutable.
 */
final class Multipart implements Payload {
    private final String boundary;
    private final List<Payload> pieces = new ArrayList<>();
    private final long length;

    /**
     * A form to be sent.
     *
     * @throws IllegalArgumentException if a file is gone
     */
    Multipart(Form form) {
        byte[] random = new byte[30];
        ThreadLocalRandom.current().nextBytes(random);
        boundary = HexFormat.of().formatHex(random);
        for (Form.Field field : form.fields()) {
            pieces.add(Payload.of(head(field)));
            pieces.add(
                    field.value() instanceof HttpFile file
                            ? new FilePiece(file, length(file))
                            : Payload.of((String) field.value()));
        }
        pieces.add(Payload.of((pieces.isEmpty() ? "--" : "\r\n--") + boundary + "--\r\n"));
        length = pieces.stream().mapToLong(Payload::length).sum();
    }

    private String head(Form.Field field) {
        String head = (pieces.isEmpty() ? "--" : "\r\n--") + boundary + "\r\nContent-Disposition: form-data; name=\""
                + escape(field.name()) + '"';
        return field.value() instanceof HttpFile file
                ? head + "; filename=\"" + escape(file.filename()) + "\"\r\nContent-Type: " + escape(file.contentType())
                        + "\r\n\r\n"
                : head + "\r\n\r\n";
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }

    private static long length(HttpFile file) {
        try {
            return file.length();
        } catch (IOException e) {
            throw new IllegalArgumentException("the file '" + file.filename() + "' can no longer be read", e);
        }
    }

    private record FilePiece(HttpFile file, long length) implements Payload {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = file.open()) {
                in.transferTo(out);
            }
        }
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (Payload piece : pieces) {
            piece.writeTo(out);
        }
    }
}
