package rust.reactivestreams;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
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
            private final AtomicLong demand = new AtomicLong();
            private boolean over;

            @Override
            public void request(long n) {
                requests.add(n);
                // Whoever moves it from zero emits.
                if (demand.getAndAccumulate(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more) == 0) {
                    emit();
                }
            }

            private void emit() {
                long emitted = 0;
                long wanted = demand.get();
                do {
                    while (!over && !cancelled && emitted < wanted && left.hasNext()) {
                        emitted++;
                        subscriber.onNext(left.next());
                    }
                    if (!over && !cancelled && !left.hasNext()) {
                        over = true;
                        if (error == null) {
                            subscriber.onComplete();
                        } else {
                            subscriber.onError(error);
                        }
                    }
                    wanted = demand.addAndGet(-Math.max(emitted, over || cancelled ? wanted : 0));
                    emitted = 0;
                } while (wanted > 0);
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
