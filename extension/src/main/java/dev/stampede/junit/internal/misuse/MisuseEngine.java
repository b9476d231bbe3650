package dev.stampede.junit.internal.misuse;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/**
 * Fails a load test that Jupiter does not run because of how it is declared: a static or private method, a private class, and
 * the like. Jupiter says so in a line of its log at most, and the build is green without any load. Only an engine can make a
 * failing test of it: an extension is not asked about methods that are no tests, and a discovery listener can watch but not
 * add. Every other class it leaves alone, and then has no tests. Stateless.
 */
public final class MisuseEngine implements TestEngine {
    static final String ID = "stampede";

    private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                    .addClassContainerSelectorResolver(
                            type -> !Misdeclared.in(type).isEmpty())
                    .addSelectorResolver(context -> new MisuseResolver(context.getClassNameFilter()))
                    .build();

    /** Called by JUnit. */
    public MisuseEngine() {}

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor engine = new EngineDescriptor(id, "Stampede");
        RESOLVER.resolve(request, engine);
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        execute(request.getRootTestDescriptor(), request.getEngineExecutionListener());
    }

    private static void execute(TestDescriptor descriptor, EngineExecutionListener listener) {
        listener.executionStarted(descriptor);
        descriptor.getChildren().forEach(child -> execute(child, listener));
        listener.executionFinished(
                descriptor,
                descriptor instanceof MisuseNode.OfMethod method
                        ? TestExecutionResult.failed(method.failure())
                        : TestExecutionResult.successful());
    }
}
