package rust.reactivestreams;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * A publisher that is written in Rust.
 *
 * <p>Demand and cancellation go to it one for one. If it fails, the subscriber gets a {@link RustException}, or the
 * exception that some Java code upstream of it failed with.
 *
 * @param <T> the type of its elements
 */
public abstract class RustPublisher<T> implements Publisher<T>, Flow.Publisher<T> {
    RustPublisher() {}

    /**
     * The same publisher behind a queue, so that up to 256 elements cross in one call.
     *
     * <p>It requests 256 elements, and 192 more whenever so many have been taken. No element waits for
     * another one that has yet to be made. An error overtakes what is queued.
     *
     * @return a publisher of the same elements
     */
    public abstract RustPublisher<T> batched();

    abstract void connect(Subscriber<? super T> subscriber, boolean batched);

    abstract boolean isBatched();

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber (§1.9)");
        if (isBatched()) {
            connect(new Batches<>(subscriber), true);
        } else {
            connect(subscriber, false);
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber (§1.9)");
        @SuppressWarnings("unchecked") // it is given nothing but elements
        Flow.Subscriber<T> taker = (Flow.Subscriber<T>) subscriber;
        subscribe(FlowAdapters.toSubscriber(taker));
    }

    /**
     * Subscribes one that is both a subscriber of {@code Flow} and of {@code org.reactivestreams}.
     *
     * @param subscriber who gets the elements
     */
    public void subscribe(RustSubscriber<? super T> subscriber) {
        subscribe((Subscriber<? super T>) subscriber);
    }

    static final class Named<T> extends RustPublisher<T> {
        private final String name;
        private final Object[] arguments;
        private final boolean batched;

        Named(String name, Object[] arguments, boolean batched) {
            this.name = name;
            this.arguments = arguments;
            this.batched = batched;
        }

        @Override
        public RustPublisher<T> batched() {
            return new Named<>(name, arguments, true);
        }

        @Override
        void connect(Subscriber<? super T> subscriber, boolean batched) {
            Native.subscribe(name, arguments, subscriber, batched);
        }

        @Override
        boolean isBatched() {
            return batched;
        }

        @Override
        public String toString() {
            return "RustPublisher(" + name + ")";
        }
    }

    /** One that Rust made for this purpose; what it is goes when the last Java object that knows it is gone. */
    static final class Outlet<T> extends RustPublisher<T> {
        private final Handle outlet;
        private final boolean batched;

        Outlet(Handle outlet, boolean batched) {
            this.outlet = outlet;
            this.batched = batched;
        }

        @Override
        public RustPublisher<T> batched() {
            return new Outlet<>(outlet, true);
        }

        @Override
        void connect(Subscriber<? super T> subscriber, boolean batched) {
            outlet.subscribe(subscriber, batched);
        }

        @Override
        boolean isBatched() {
            return batched;
        }
    }
}
