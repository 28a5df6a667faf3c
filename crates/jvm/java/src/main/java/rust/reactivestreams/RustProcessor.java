package rust.reactivestreams;

import java.util.concurrent.Flow;
import org.reactivestreams.Processor;
import org.reactivestreams.Subscriber;

/**
 * A processor that is written in Rust. Either end may be connected first.
 *
 * @param <T> the type of what it takes
 * @param <R> the type of what it gives
 */
public final class RustProcessor<T, R> extends RustSubscriber<T> implements Processor<T, R>, Flow.Processor<T, R> {
    private final RustPublisher<R> publisher;

    RustProcessor(long inlet, long outlet) {
        super(inlet);
        publisher = new RustPublisher.Outlet<>(new Handle(outlet), false);
    }

    /**
     * The end that gives elements, for those who want it {@linkplain RustPublisher#batched() batched}.
     *
     * @return the publisher
     */
    public RustPublisher<R> publisher() {
        return publisher;
    }

    @Override
    public void subscribe(Subscriber<? super R> subscriber) {
        publisher.subscribe(subscriber);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        publisher.subscribe(subscriber);
    }

    /**
     * Subscribes one that is both a subscriber of {@code Flow} and of {@code org.reactivestreams}.
     *
     * @param subscriber who gets the elements
     */
    public void subscribe(RustSubscriber<? super R> subscriber) {
        publisher.subscribe(subscriber);
    }
}
