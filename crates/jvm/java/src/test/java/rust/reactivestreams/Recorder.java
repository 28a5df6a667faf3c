package rust.reactivestreams;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A subscriber that remembers what it is told. */
class Recorder<T> implements Subscriber<T> {
    final List<T> items = new ArrayList<>();
    final CountDownLatch over = new CountDownLatch(1);
    private final long initial;
    Subscription subscription;
    Throwable error;
    boolean completed;

    /** One that requests so many when it is subscribed. */
    Recorder(long initial) {
        this.initial = initial;
    }

    static <T> Recorder<T> unbounded() {
        return new Recorder<>(Long.MAX_VALUE);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        if (initial > 0) {
            subscription.request(initial);
        }
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable error) {
        this.error = error;
        over.countDown();
    }

    @Override
    public void onComplete() {
        completed = true;
        over.countDown();
    }

    /** Waits for the end, and fails if it does not come. */
    Recorder<T> await() throws InterruptedException {
        if (!over.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("it has not ended; so far: " + items);
        }
        return this;
    }
}
