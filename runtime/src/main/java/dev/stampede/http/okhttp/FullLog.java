package dev.stampede.http.okhttp;

import dev.stampede.http.HttpDebug;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.logging.HttpLoggingInterceptor;

/** Logs every round trip with its headers and, if asked to, bodies, but for what authorises. */
final class FullLog {
    private static final System.Logger logger = System.getLogger("dev.stampede.http");

    private static final Pattern LOGIN = Pattern.compile("^((?:-->|<--) .*?://)[^/?#\\s]*@");

    private FullLog() {}

    /** The line, with user information masked if it names the URL. */
    private static String masked(String line) {
        return line.indexOf('@') < 0 ? line : LOGIN.matcher(line).replaceFirst("$1****@");
    }

    /** @param redaction takes secrets out of a text */
    static Interceptor interceptor(HttpDebug debug, UnaryOperator<String> redaction) {
        HttpLoggingInterceptor log =
                new HttpLoggingInterceptor(line -> logger.log(System.Logger.Level.INFO, redaction.apply(masked(line))));
        log.setLevel(
                debug == HttpDebug.FULL ? HttpLoggingInterceptor.Level.BODY : HttpLoggingInterceptor.Level.HEADERS);
        for (String secret :
                new String[] {"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key"}) {
            log.redactHeader(secret);
        }
        return log;
    }
}
