package benches;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Mixes what comes, asking for {@code batch} elements whenever so many have come. */
class Mixing implements Subscriber<Long>, Flow.Subscriber<Long> {
    private final CompletableFuture<Long> result = new CompletableFuture<>();
    private final long batch;
    private LongConsumer request;
    private long left;
    private long total;

    Mixing(long batch) {
        this.batch = batch;
        this.left = batch;
    }

    /** Waits for the end. */
    final long result() {
        return result.join();
    }

    @Override
    public final void onSubscribe(Subscription subscription) {
        request = subscription::request;
        request.accept(batch);
    }

    @Override
    public final void onSubscribe(Flow.Subscription subscription) {
        request = subscription::request;
        request.accept(batch);
    }

    @Override
    public final void onNext(Long x) {
        total = Work.mix(total, x);
        if (--left == 0) {
            left = batch;
            request.accept(batch);
        }
    }

    @Override
    public final void onError(Throwable error) {
        result.completeExceptionally(error);
    }

    @Override
    public final void onComplete() {
        result.complete(total);
    }
}
