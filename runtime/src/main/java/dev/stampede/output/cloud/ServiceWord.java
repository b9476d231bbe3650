package dev.stampede.output.cloud;

import dev.stampede.RunEnding;
import dev.stampede.output.RunControl;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.delivery.PushListener;
import dev.stampede.output.cloud.runs.StopOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends the run when the service wants it to: for a threshold, or, if that is asked for, when it takes no more. Thread-safe. */
final class ServiceWord implements PushListener {
    private static final System.Logger logger = System.getLogger(ServiceWord.class.getName());

    private final CloudConfig settings;
    private final RunControl control;
    private final AtomicBoolean toldToStop = new AtomicBoolean();

    ServiceWord(CloudConfig settings, RunControl control) {
        this.settings = settings;
        this.control = control;
    }

    @Override
    public void stopped(String why) {
        String text = "The cloud takes no more metrics of this run: " + why;
        logger.log(System.Logger.Level.WARNING, text);
        if (settings.stopOnError()) {
            control.stop(RunEnding.ABORTED_BY_SYSTEM, text);
        }
    }

    @Override
    public void taken(String answer) {
        StopOrder.in(answer)
                .filter(why -> toldToStop.compareAndSet(false, true))
                .ifPresent(why -> {
                    logger.log(System.Logger.Level.DEBUG, "told to stop: " + why);
                    control.stop(
                            RunEnding.ABORTED_BY_THRESHOLD,
                            why + " (judged by the results service, on what all generators of this run measured)");
                });
    }
}
