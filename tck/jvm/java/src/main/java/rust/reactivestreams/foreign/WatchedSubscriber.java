package rust.reactivestreams.foreign;

import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Stands before a subscriber of the suite. A signal that must not come, as it overlaps another one, or follows the end
 * or a cancellation, is reported and goes no further: behind the border it would have to wait, or be dropped.
 */
final class WatchedSubscriber implements Subscriber<Long>, Subscription {
    private final Subscriber<? super Long> target;
    private final Witness witness;
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private volatile Subscription upstream;
    private volatile boolean over;
    private volatile boolean cancelled;

    WatchedSubscriber(Subscriber<? super Long> target, Witness witness) {
        this.target = target;
        this.witness = witness;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        boolean outermost = enter();
        if (upstream != null || !outermost) {
            witness.saw("onSubscribe");
            subscription.cancel();
            return;
        }
        upstream = subscription;
        try {
            target.onSubscribe(this);
        } finally {
            leave(outermost);
        }
    }

    @Override
    public void onNext(Long item) {
        boolean outermost = enter();
        if (isUnwanted(outermost)) {
            witness.saw("onNext", item);
        } else {
            target.onNext(item);
        }
        leave(outermost);
    }

    @Override
    public void onError(Throwable error) {
        boolean outermost = enter();
        if (isUnwanted(outermost)) {
            witness.saw("onError", error);
        } else {
            over = true;
            target.onError(error);
        }
        leave(outermost);
    }

    @Override
    public void onComplete() {
        boolean outermost = enter();
        if (isUnwanted(outermost)) {
            witness.saw("onComplete");
        } else {
            over = true;
            target.onComplete();
        }
        leave(outermost);
    }

    @Override
    public void request(long n) {
        try {
            upstream.request(n);
        } catch (Throwable thrown) {
            witness.threw("request", n, thrown);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        try {
            upstream.cancel();
        } catch (Throwable thrown) {
            witness.threw("cancel", 0, thrown);
        }
    }

    private boolean enter() {
        return inside.compareAndSet(null, Thread.currentThread());
    }

    private void leave(boolean outermost) {
        if (outermost) {
            inside.set(null);
        }
    }

    /** What is inside another signal of this thread, from its {@code request}, follows when that has returned. */
    private boolean isUnwanted(boolean outermost) {
        boolean overlaps = !outermost && inside.get() != Thread.currentThread();
        return overlaps || over || cancelled;
    }
}
