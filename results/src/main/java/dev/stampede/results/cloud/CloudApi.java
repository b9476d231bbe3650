package dev.stampede.results.cloud;

import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.LoadTests;
import dev.stampede.results.runs.Runs;
import java.util.Map;

/** All of the cloud's protocol that the service speaks. Thread-safe. */
public final class CloudApi {
    private final Runs runs;
    private final LoadTests loadTests;
    private final Map<String, Object> overrides;

    /**
     * @param overrides settings of clients that the service overrides, by their names in the cloud's configuration
     */
    public CloudApi(Runs runs, LoadTests loadTests, Map<String, Object> overrides) {
        this.runs = runs;
        this.loadTests = loadTests;
        this.overrides = overrides;
    }

    /** Adds its routes. */
    public void addTo(Routes routes) {
        Issuer issuer = new Issuer();
        Archives archives = new Archives(runs, issuer);
        archives.addTo(routes);
        new StreamFlow(runs, issuer, overrides).addTo(routes);
        new ProvisionedFlow(runs, loadTests, issuer, archives).addTo(routes);
        new MetricsPush(runs).addTo(routes);
        new Verdicts(runs).addTo(routes);
        new LogsPush(runs).addTo(routes);
        new Catalog(loadTests).addTo(routes);
    }
}
