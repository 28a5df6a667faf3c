package rust.reactivestreams;

import java.util.concurrent.Flow;
import org.reactivestreams.Subscription;

/**
 * The subscription to a publisher in Rust. It is a number and nothing else: one that is over is unknown there, so
 * {@code request} and {@code cancel} have no effect then (§3.6, §3.7).
 */
final class RustSubscription implements Subscription, Flow.Subscription {
    private final long number;

    RustSubscription(long number) {
        this.number = number;
    }

    @Override
    public void request(long n) {
        Native.request(number, n);
    }

    @Override
    public void cancel() {
        Native.cancel(number);
    }
}
