package dev.stampede.grpc;

import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.LoadRunner;
import dev.stampede.run.VuScope;
import dev.stampede.websocket.WebSockets;
import java.time.Duration;

/** A run in a JVM that has no gRPC. */
final class WithoutGrpcMain {
    private WithoutGrpcMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        try {
            Class<?> unused = Class.forName("io.grpc.ClientInterceptor");
        } catch (ClassNotFoundException e) {
            System.out.println("no " + e.getMessage());
        }
        LoadOptions options = LoadOptions.builder("without")
                .profile(new PerVuIterations(1, 1, Duration.ofMinutes(1)))
                .console(line -> {})
                .build();
        boolean passed = LoadRunner.run(options, scope -> () -> {
                    WebSockets unused = scope.client(WebSockets.class);
                })
                .passed();
        System.out.println("passed " + passed + ", others " + VuScope.hasClient(String.class));
    }
}
