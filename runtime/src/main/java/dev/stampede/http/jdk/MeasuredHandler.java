package dev.stampede.http.jdk;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Tells a round trip of its response's headers, and of a body that is read as a stream. The body of a redirect that is
 * followed is dropped. Called by threads of the client.
 */
record MeasuredHandler<T>(RoundTrip<T> roundTrip, HttpResponse.BodyHandler<T> handler)
        implements HttpResponse.BodyHandler<T> {

    @Override
    public HttpResponse.BodySubscriber<T> apply(HttpResponse.ResponseInfo info) {
        return roundTrip.headersCame(info)
                ? HttpResponse.BodySubscribers.replacing(null)
                : new Subscriber<>(roundTrip, handler.apply(info));
    }

    private record Subscriber<T>(RoundTrip<T> roundTrip, HttpResponse.BodySubscriber<T> subscriber)
            implements HttpResponse.BodySubscriber<T> {

        @Override
        public CompletionStage<T> getBody() {
            return subscriber.getBody().thenApply(this::measured);
        }

        @SuppressWarnings("unchecked") // the JDK's own streams are known as InputStream only
        private T measured(T body) {
            return body instanceof InputStream in && body.getClass().getModule() == HttpClient.class.getModule()
                    ? (T) roundTrip.streamed(in)
                    : body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            subscriber.onNext(buffers);
        }

        @Override
        public void onError(Throwable thrown) {
            subscriber.onError(thrown);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
