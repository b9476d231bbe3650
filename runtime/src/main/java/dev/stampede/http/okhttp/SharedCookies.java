package dev.stampede.http.okhttp;

import dev.stampede.http.CookieStore;
import java.util.List;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;

/** Gives OkHttp the virtual user's cookies. Thread-safe. */
final class SharedCookies implements CookieJar {
    private final CookieStore store;

    SharedCookies(CookieStore store) {
        this.store = store;
    }

    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        cookies.forEach(store::put);
    }

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
        return store.matching(url);
    }
}
