package rust.reactivestreams.foreign;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.example.unicast.AsyncIterablePublisher;
import org.reactivestreams.example.unicast.AsyncSubscriber;
import org.reactivestreams.example.unicast.NumberIterablePublisher;
import org.reactivestreams.example.unicast.RangePublisher;
import org.reactivestreams.example.unicast.SyncSubscriber;

final class ExampleStreams {
    private ExampleStreams() {}

    static void register() {
        Streams.source("example AsyncIterablePublisher",
                (n, error) -> new AsyncIterablePublisher<>(Streams.numbers(n, error), Streams.THREADS));
        Streams.source("example AsyncIterablePublisher of 10",
                (n, error) -> new AsyncIterablePublisher<>(Streams.numbers(n, error), 10, Streams.THREADS));
        Streams.source("example NumberIterablePublisher",
                (n, error) -> longs(new NumberIterablePublisher(0, n.intValue(), Streams.THREADS)));
        Streams.source("example RangePublisher", (n, error) -> longs(new RangePublisher(0, n.intValue())));
        JavaSubscribers.register("example SyncSubscriber", () -> new SyncSubscriber<Long>() {
            @Override
            protected boolean whenNext(Long item) {
                return true;
            }
        });
        JavaSubscribers.register("example AsyncSubscriber", () -> new AsyncSubscriber<Long>(Streams.THREADS) {
            @Override
            protected boolean whenNext(Long item) {
                return true;
            }
        });
    }

    /** Numbers are those of the suite, and the stream is as it was. */
    private static Publisher<Long> longs(Publisher<Integer> publisher) {
        return subscriber -> publisher.subscribe(new Subscriber<Integer>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(Integer item) {
                subscriber.onNext(item.longValue());
            }

            @Override
            public void onError(Throwable error) {
                subscriber.onError(error);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
