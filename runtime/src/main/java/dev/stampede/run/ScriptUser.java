package dev.stampede.run;

import dev.stampede.Http;
import dev.stampede.engine.Scenario;
import dev.stampede.engine.User;
import dev.stampede.engine.VuSession;
import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.segments.Share;
import okhttp3.OkHttpClient;

/** A virtual user that follows a {@link LoadScript}. Confined to its thread. */
final class ScriptUser implements User {
    private final Scope scope;
    private final LoadScript.VuBody body;

    ScriptUser(Scope scope, LoadScript script) throws Throwable {
        this.scope = scope;
        try {
            this.body = script.startVu(scope);
        } catch (Throwable thrown) {
            scope.vu.forks().interrupt();
            scope.session.endUser();
            scope.close();
            throw thrown;
        }
    }

    @Override
    public void beforeIteration(Scenario scenario) throws Throwable {
        scope.session.beforeIteration();
        body.beforeIteration(scenario.exec());
    }

    @Override
    public void iterate(Scenario scenario) throws Throwable {
        body.iterate(scenario.exec());
    }

    @Override
    public void afterIteration(Scenario scenario) throws Throwable {
        body.afterIteration(scenario.exec());
    }

    @Override
    public void settle() {
        scope.session.endIteration();
        scope.session.emitData();
    }

    @Override
    public void close() throws Throwable {
        scope.session.adopt();
        try {
            // what it forks needs the sockets, too
            scope.vu.forks().within(body::close);
        } finally {
            scope.session.endUser();
            scope.session.emitData();
            scope.close();
        }
    }

    /** What a script is given. */
    record Scope(VuSession vu, HttpSession session, Share share, ScopeClients clients)
            implements VuScope, AutoCloseable {

        Scope(VuSession vu, HttpSession session, Share share) {
            this(vu, session, share, new ScopeClients(vu.samples(), session));
        }

        @Override
        public Http http() {
            return session.http();
        }

        @Override
        public OkHttpClient okHttpClient() {
            return session.okHttpClient();
        }

        @Override
        public <T> T client(Class<T> type) {
            return clients.get(type);
        }

        @Override
        public void dataRow(long number) {
            vu.dataRow(number);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
