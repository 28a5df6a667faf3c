package rust.reactivestreams;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The queue behind which elements cross by the batch: at most {@value #PREFETCH} of them have been requested and not
 * been taken. Whoever moves {@code work} from zero delivers, and everybody else only adds to it.
 */
final class Batches<T> implements Subscriber<T>, Subscription {
    private static final int PREFETCH = 256;
    private static final int REPLENISH = PREFETCH - PREFETCH / 4;

    /** Null when it is over: nobody may keep the subscriber then (§3.13). */
    private Subscriber<? super T> downstream;
    private Subscription upstream;

    private final ConcurrentLinkedQueue<Batch> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong requested = new AtomicLong();
    /** One from the start, so that nothing is delivered before {@code onSubscribe} has returned. */
    private final AtomicInteger work = new AtomicInteger(1);
    private volatile boolean cancelled;
    private volatile boolean completed;
    private volatile Throwable error;

    // Of whoever delivers.
    private Batch batch;
    private int next;
    private int taken;

    Batches(Subscriber<? super T> downstream) {
        this.downstream = downstream;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        try {
            downstream.onSubscribe(this);
        } catch (Throwable thrown) {
            fail(thrown);
        }
        deliver();
        if (!cancelled) {
            subscription.request(PREFETCH);
        }
    }

    @Override
    public void onNext(T item) {
        onBatch(Batch.of(new Object[] {item}));
    }

    void onBatch(Batch items) {
        queue.add(items);
        schedule();
    }

    @Override
    public void onError(Throwable thrown) {
        error = thrown;
        schedule();
    }

    @Override
    public void onComplete() {
        completed = true;
        schedule();
    }

    @Override
    public void request(long n) {
        if (n > 0) {
            requested.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        } else {
            upstream.cancel();
            error = new IllegalArgumentException("§3.9: demand must be positive, and is " + n);
        }
        schedule();
    }

    @Override
    public void cancel() {
        cancelled = true;
        upstream.cancel();
        schedule();
    }

    private void schedule() {
        if (work.getAndIncrement() == 0) {
            deliver();
        }
    }

    private void deliver() {
        int missed = 1;
        do {
            try {
                deliverAll();
            } catch (Throwable thrown) {
                fail(thrown);
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    /** The subscriber threw: its stream is over (§2.13). */
    private void fail(Throwable thrown) {
        cancelled = true;
        upstream.cancel();
        end();
        Native.escaped(thrown);
    }

    @SuppressWarnings("unchecked")
    private void deliverAll() {
        long demand = requested.get();
        long delivered = 0;
        while (downstream != null) {
            if (cancelled) {
                end();
                return;
            }
            Throwable thrown = error;
            if (thrown != null) {
                end().onError(thrown);
                return;
            }
            boolean last = completed; // first: what was queued before it is then in sight
            if (batch == null) {
                batch = queue.poll();
                next = 0;
            }
            if (batch == null) {
                if (last) {
                    end().onComplete();
                    return;
                }
                break;
            }
            if (delivered == demand) {
                demand = requested.get();
                if (delivered == demand) {
                    break;
                }
            }
            T item = (T) batch.get(next++);
            if (next == batch.size()) {
                batch = null;
            }
            delivered++;
            downstream.onNext(item);
            if (++taken == REPLENISH) {
                taken = 0;
                upstream.request(REPLENISH);
            }
        }
        if (delivered > 0 && requested.get() != Long.MAX_VALUE) {
            requested.addAndGet(-delivered);
        }
    }

    private Subscriber<? super T> end() {
        Subscriber<? super T> last = downstream;
        downstream = null;
        batch = null;
        queue.clear();
        return last;
    }
}
