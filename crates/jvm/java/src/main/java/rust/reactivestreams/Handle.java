package rust.reactivestreams;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.reactivestreams.Subscriber;

/** An end of a stream that lives in Rust for as long as this object can be reached. */
final class Handle {
    private static final Cleaner CLEANER = Cleaner.create();

    final long number;

    Handle(long number) {
        this.number = number;
        CLEANER.register(this, () -> Native.release(number));
    }

    void subscribe(Subscriber<?> subscriber, boolean batched) {
        try {
            Native.subscribeOutlet(number, subscriber, batched);
        } finally {
            keep();
        }
    }

    /**
     * Keeps it until here. Whoever calls with the number may be collected as soon as that has been read, and
     * what it stands for released, while the call is under way.
     */
    void keep() {
        Reference.reachabilityFence(this);
    }
}
