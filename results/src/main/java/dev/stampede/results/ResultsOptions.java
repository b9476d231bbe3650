package dev.stampede.results;

import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.runs.Retention;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * How the service is to run.
 *
 * @param folder where runs are kept; made when it is not there
 * @param address where to listen; port 0 for any that is free
 * @param token what callers must show; empty for nothing, which only a service on loopback may have
 * @param clock tells the time
 * @param seriesBudget most time series a run may have; generators that exceed it are told to stop pushing
 * @param overrides settings that generators of the stream flow are told to use in place of their own, such as {@code aggregationPeriod};
 *     values as in the cloud's JSON configuration
 * @param retention which runs are kept
 */
public record ResultsOptions(
        Path folder,
        InetSocketAddress address,
        String token,
        Clock clock,
        int seriesBudget,
        Map<String, Object> overrides,
        Retention retention) {

    public ResultsOptions {
        overrides = Map.copyOf(overrides);
    }

    /** With the usual limits, and overriding nothing. */
    public ResultsOptions(Path folder, InetSocketAddress address, String token, Clock clock) {
        this(folder, address, token, clock, RunFigures.SERIES_BUDGET, Map.of(), Retention.DEFAULT);
    }

    /** On loopback, any free port, no token. */
    public static ResultsOptions in(Path folder) {
        return new ResultsOptions(
                folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "", Clock.systemUTC());
    }

    /** The same with a token. */
    public ResultsOptions token(String value) {
        return new ResultsOptions(folder, address, value, clock, seriesBudget, overrides, retention);
    }

    /** The same by another clock. */
    public ResultsOptions clock(Clock value) {
        return new ResultsOptions(folder, address, token, value, seriesBudget, overrides, retention);
    }

    /** The same with another limit of series. */
    public ResultsOptions seriesBudget(int value) {
        return new ResultsOptions(folder, address, token, clock, value, overrides, retention);
    }

    /** The same with other overrides. */
    public ResultsOptions overrides(Map<String, Object> value) {
        return new ResultsOptions(folder, address, token, clock, seriesBudget, value, retention);
    }

    /** The same keeping other runs. */
    public ResultsOptions retention(Retention value) {
        return new ResultsOptions(folder, address, token, clock, seriesBudget, overrides, value);
    }
}
