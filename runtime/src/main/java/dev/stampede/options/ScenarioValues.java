package dev.stampede.options;

import dev.stampede.clock.Durations;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.engine.Scenario;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a scenario by their keys in a file, to be quoted. */
final class ScenarioValues {
    private ScenarioValues() {}

    static Map<String, String> of(Scenario scenario) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("exec", Given.shown(scenario.exec()));
        values.put("startTime", Given.shown(scenario.startTime()));
        values.put("gracefulStop", Given.shown(scenario.gracefulStop()));
        switch (scenario.profile()) {
            case ConstantVus p -> {
                values.put("vus", "" + p.vus());
                values.put("duration", Given.shown(p.duration()));
            }
            case SharedIterations p -> iterations(p.vus(), p.iterations(), p.maxDuration(), values);
            case PerVuIterations p -> iterations(p.vus(), p.iterations(), p.maxDuration(), values);
            case RampingVus p -> {
                values.put("startVUs", "" + p.startVus());
                values.put("gracefulRampDown", Given.shown(p.gracefulRampDown()));
                stages(p.stages(), values);
            }
            case ConstantArrivalRate p -> {
                values.put("rate", "" + p.rate());
                values.put("duration", Given.shown(p.duration()));
                arrivals(p.timeUnit(), p.preAllocatedVus(), p.maxVus(), values);
            }
            case RampingArrivalRate p -> {
                values.put("startRate", "" + p.startRate());
                stages(p.stages(), values);
                arrivals(p.timeUnit(), p.preAllocatedVus(), p.maxVus(), values);
            }
        }
        return values;
    }

    private static void iterations(int vus, long iterations, Duration maxDuration, Map<String, String> values) {
        values.put("vus", "" + vus);
        values.put("iterations", "" + iterations);
        values.put("maxDuration", Given.shown(maxDuration));
    }

    private static void arrivals(Duration timeUnit, int preAllocated, int max, Map<String, String> values) {
        values.put("timeUnit", Given.shown(timeUnit));
        values.put("preAllocatedVUs", "" + preAllocated);
        values.put("maxVUs", "" + max);
    }

    private static void stages(List<Stage> stages, Map<String, String> values) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            values.put("stages[" + i + "].duration", Given.shown(stage.duration()));
            values.put("stages[" + i + "].target", "" + stage.target());
            all.append(i == 0 ? "" : ",")
                    .append(Durations.format(stage.duration()))
                    .append(':')
                    .append(stage.target());
        }
        values.put("stages", Given.shown(all.toString()));
    }
}
