package rust.reactivestreams;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A subscriber that is written in Rust.
 *
 * <p>It may be signalled from any thread. If the publisher breaks §1.3, overlapping signals are taken one after
 * another. When nothing refers to it any more, Rust learns that it has been abandoned.
 *
 * @param <T> the type of its elements
 */
public class RustSubscriber<T> implements Subscriber<T>, Flow.Subscriber<T> {
    final Handle inlet;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    RustSubscriber(long inlet) {
        this.inlet = new Handle(inlet);
    }

    @Override
    public final void onSubscribe(Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription (§2.13)");
        if (!subscribed.compareAndSet(false, true)) {
            subscription.cancel(); // §2.5
            return;
        }
        try {
            Native.onSubscribe(inlet.number, subscription);
        } finally {
            inlet.keep();
        }
    }

    @Override
    public final void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription (§2.13)");
        onSubscribe(new FlowSubscription(subscription));
    }

    @Override
    public final void onNext(T item) {
        Objects.requireNonNull(item, "item (§2.13)");
        try {
            // A number crosses as such, which costs less than an object.
            if (item instanceof Long number) {
                Native.onNextLong(inlet.number, number);
            } else if (item instanceof Double number) {
                Native.onNextDouble(inlet.number, number);
            } else {
                Native.onNext(inlet.number, item);
            }
        } finally {
            inlet.keep();
        }
    }

    @Override
    public final void onError(Throwable error) {
        Objects.requireNonNull(error, "error (§2.13)");
        try {
            Native.onError(inlet.number, error);
        } finally {
            inlet.keep();
        }
    }

    @Override
    public final void onComplete() {
        try {
            Native.onComplete(inlet.number);
        } finally {
            inlet.keep();
        }
    }

    private record FlowSubscription(Flow.Subscription subscription) implements Subscription {
        @Override
        public void request(long n) {
            subscription.request(n);
        }

        @Override
        public void cancel() {
            subscription.cancel();
        }
    }
}
