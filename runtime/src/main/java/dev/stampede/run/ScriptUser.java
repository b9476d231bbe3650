package dev.stampede.run;

import dev.stampede.Http;
import dev.stampede.Vu;
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
            scope.close();
            throw thrown;
        }
    }

    @Override
    public void beforeIteration() {
        scope.session.beforeIteration();
    }

    @Override
    public void iterate() throws Throwable {
        body.iterate();
    }

    @Override
    public void afterIteration() {
        scope.session.emitData();
    }

    @Override
    public void close() throws Throwable {
        scope.session.adopt();
        try {
            body.close();
        } finally {
            scope.session.emitData();
            scope.close();
        }
    }

    /** What a script is given. */
    record Scope(Vu vu, HttpSession session, Share share) implements VuScope, AutoCloseable {

        static Scope of(VuSession vu, HttpSession session) {
            return new Scope(vu, session, Share.WHOLE);
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
        public void close() {
            session.close();
        }
    }
}
