package dev.stampede.run;

import dev.stampede.Http;
import dev.stampede.Vu;
import okhttp3.OkHttpClient;

/** What a virtual user has. Confined to its thread. */
public interface VuScope {

    /** The virtual user. */
    Vu vu();

    /** Its HTTP client. */
    Http http();

    /** An instrumented OkHttp client over the same connections and cookies; made on first use. */
    OkHttpClient okHttpClient();
}
