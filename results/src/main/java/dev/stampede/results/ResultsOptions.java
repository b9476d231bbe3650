package dev.stampede.results;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;

/**
 * How the service is to run.
 *
 * @param folder where runs are kept; made when it is not there
 * @param address where to listen; port 0 for any that is free
 * @param token what callers must show; empty for nothing, which only a service on loopback may have
 * @param clock tells the time
 */
public record ResultsOptions(Path folder, InetSocketAddress address, String token, Clock clock) {

    /** On loopback, any free port, no token. */
    public static ResultsOptions in(Path folder) {
        return new ResultsOptions(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "", Clock.systemUTC());
    }
}
