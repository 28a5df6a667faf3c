package rust.reactivestreams;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A synchronous publisher of a list, which records what is requested. */
final class JavaSource<T> implements Publisher<T> {
    final List<Long> requests = new CopyOnWriteArrayList<>();
    volatile boolean cancelled;
    private final List<T> items;
    private final Throwable error;

    JavaSource(List<T> items, Throwable error) {
        this.items = items;
        this.error = error;
    }

    @SafeVarargs
    static <T> JavaSource<T> of(T... items) {
        List<T> list = new ArrayList<>();
        for (T item : items) {
            list.add(item);
        }
        return new JavaSource<>(list, null);
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        subscriber.onSubscribe(new Subscription() {
            private final Iterator<T> left = items.iterator();
            private long demand;
            private boolean emitting;
            private boolean over;

            @Override
            public void request(long n) {
                requests.add(n);
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                if (emitting) {
                    return;
                }
                emitting = true;
                while (!over && !cancelled && demand > 0 && left.hasNext()) {
                    demand--;
                    subscriber.onNext(left.next());
                }
                emitting = false;
                if (!over && !cancelled && !left.hasNext()) {
                    over = true;
                    if (error == null) {
                        subscriber.onComplete();
                    } else {
                        subscriber.onError(error);
                    }
                }
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        });
    }

    /** The same as one of {@code Flow}. */
    Flow.Publisher<T> flow() {
        return FlowAdapters.toFlowPublisher(this);
    }
}
