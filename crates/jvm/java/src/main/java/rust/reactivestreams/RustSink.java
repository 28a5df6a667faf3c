package rust.reactivestreams;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A subscriber, written in Rust, that makes something of its elements.
 *
 * @param <T> the type of its elements
 * @param <R> the type of what it makes of them
 */
public final class RustSink<T, R> extends RustSubscriber<T> {
    private final Result<R> result;

    RustSink(long inlet, Result<R> result) {
        super(inlet);
        this.result = result;
    }

    /**
     * What it makes of its elements. Cancelling this future cancels the stream.
     *
     * @return a future that completes when the stream is over, or the sink has seen enough
     */
    public CompletableFuture<R> result() {
        return result;
    }

    /** A future that is given its value as a subscriber is. */
    static final class Result<R> extends CompletableFuture<R> implements Subscriber<R> {
        private final AtomicReference<Subscription> upstream = new AtomicReference<>();

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream.set(subscription);
            if (isCancelled()) {
                subscription.cancel();
            } else {
                subscription.request(1);
            }
        }

        @Override
        public void onNext(R value) {
            complete(value);
        }

        @Override
        public void onError(Throwable error) {
            completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            complete(null); // has no effect after a value
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            Subscription subscription = upstream.get();
            if (subscription != null) {
                subscription.cancel();
            }
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
