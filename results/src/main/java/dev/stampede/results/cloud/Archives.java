package dev.stampede.results.cloud;

import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.Runs;
import dev.stampede.results.store.ArchiveFile;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Takes archives of runs. An upload shows no token: its URL was signed when the run began, and with it the size that was announced. A
 * service without a token takes one that is not signed, too.
 */
final class Archives {
    /** Most bytes of an archive. */
    static final long MOST = 256L << 20;

    private static final String PATH = "/archive/";

    private final Runs runs;
    private final Issuer issuer;

    Archives(Runs runs, Issuer issuer) {
        this.runs = runs;
        this.issuer = issuer;
    }

    void addTo(Routes routes) {
        routes.add("PUT", PATH + "{}", Routes.Access.OPEN, this::put);
    }

    /** Where the archive of a run of so many bytes may be put. */
    String url(String base, String run, long size) {
        return base + PATH + run + "?size=" + size + "&signature="
                + URLEncoder.encode(issuer.signature(run, size), StandardCharsets.UTF_8);
    }

    private Response put(Request request) throws Refusal, IOException {
        String id = request.hole(0);
        long announced = announced(request, id);
        Run run = Callers.run(runs, id);
        if (announced >= 0 && request.length() >= 0 && request.length() != announced) {
            throw otherSize(request.length(), announced);
        }
        if (!request.encoding().isEmpty()) {
            throw new Refusal(415, "an archive must come without Content-Encoding" + Request.butIs(request.encoding()));
        }
        try (ArchiveFile file = runs.upload()) {
            long size = take(file, request.stream(), Math.max(0, request.length()));
            if (announced >= 0 && size != announced) {
                throw otherSize(size, announced);
            }
            run.keep(file);
        }
        return Response.of(204);
    }

    /** The size in the signed URL; -1 for a URL that is not signed. */
    private long announced(Request request, String id) throws Refusal {
        String signature = request.query("signature");
        if (signature.isEmpty() && request.isTrusted()) {
            return -1;
        }
        long size = request.query("size", -1, 0, MOST);
        if (!issuer.isSignature(signature, id, size)) {
            throw new Refusal(403, "this is no upload URL that the service has given out since it was started");
        }
        return size;
    }

    /**
     * Takes an archive that is about to come in.
     *
     * @param length how many bytes it is said to have; 0 when it is not said
     * @throws Refusal if it is too large
     */
    static long take(ArchiveFile file, InputStream content, long length) throws IOException, Refusal {
        long size = length > MOST ? length : file.take(content, MOST);
        if (size > MOST) {
            throw Request.tooLarge(MOST);
        }
        return size;
    }

    private static Refusal otherSize(long size, long announced) {
        return new Refusal(400, "the archive has " + size + " bytes where " + announced + " were announced");
    }
}
