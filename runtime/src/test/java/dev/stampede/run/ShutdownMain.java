package dev.stampede.run;

import dev.stampede.RunResult;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.output.Output;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.config.CloudConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What {@link ShutdownTest} runs in a JVM of its own: {@code <body> <host of the cloud, or -> <shutdownTimeout in ms>}. */
final class ShutdownMain {
    private ShutdownMain() {}

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String[] args) {
        LoadOptions options = LoadOptions.builder("shutdown")
                .profile(new ConstantVus(3, Duration.ofSeconds(args[0].equals("short") ? 1 : 120)))
                .gracefulStop(Duration.ZERO)
                .outputs(outputs(args[1]))
                .shutdownTimeout(Duration.ofMillis(Long.parseLong(args[2])))
                .quiet(true)
                .build();
        RunReport report = LoadRunner.run(options, new Script(args[0]));
        System.out.println("ended " + report.ending() + " " + report.reason().orElse(""));
    }

    private static List<Output> outputs(String host) {
        return host.equals("-")
                ? List.of()
                : List.of(new CloudStream(CloudConfig.builder()
                        .apply(
                                Map.of(
                                        "host", host,
                                        "token", "tok",
                                        "aggregationPeriod", "1s",
                                        "aggregationWaitPeriod", "1s"),
                                key -> "the test")
                        .build()));
    }

    /** The bodies there are. */
    private record Script(String body) implements LoadScript {
        private static final AtomicBoolean TOLD = new AtomicBoolean();

        @Override
        @SuppressWarnings("SystemOut")
        public VuBody startVu(VuScope scope) {
            return () -> {
                scope.vu().counter("mine").add(1);
                switch (body) {
                    case "stubborn" -> ignoreInterrupts();
                    case "exit" -> exit(scope);
                    default -> scope.vu().sleep("50ms");
                }
            };
        }

        @SuppressWarnings("SystemOut")
        private static void ignoreInterrupts() {
            if (TOLD.compareAndSet(false, true)) {
                System.out.println("stubborn");
            }
            while (true) {
                LockSupport.parkNanos(100_000_000);
                boolean unused = Thread.interrupted();
            }
        }

        private static void exit(VuScope scope) {
            if (scope.vu().id() == 1 && scope.vu().iteration() == 3) {
                System.exit(9);
            }
            scope.vu().sleep("50ms");
        }

        @Override
        @SuppressWarnings("SystemOut")
        public void afterRun(VuScope scope, RunResult result) {
            scope.vu().counter("cleaned").add(1);
            System.out.println("@AfterRun " + result.ending());
            if (body.equals("slow-cleaner")) {
                scope.vu().sleep("60s");
            }
        }
    }
}
