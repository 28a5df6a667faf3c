package rust.reactivestreams.foreign;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Stands before a subscriber under test: reports what it throws, and what it calls after the end of its stream. */
final class WatchedSubscription implements Subscriber<Long> {
    private final Subscriber<Long> target;
    private final Witness witness;
    private volatile boolean over;

    WatchedSubscription(Subscriber<Long> target, Witness witness) {
        this.target = target;
        this.witness = witness;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        signal("onSubscribe", 0, () -> target.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                if (over) {
                    witness.saw("request", n);
                } else {
                    subscription.request(n);
                }
            }

            @Override
            public void cancel() {
                if (over) {
                    witness.saw("cancel");
                } else {
                    subscription.cancel();
                }
            }
        }));
    }

    @Override
    public void onNext(Long item) {
        signal("onNext", item, () -> target.onNext(item));
    }

    @Override
    public void onError(Throwable error) {
        over = true;
        signal("onError", 0, () -> target.onError(error));
    }

    @Override
    public void onComplete() {
        over = true;
        signal("onComplete", 0, target::onComplete);
    }

    private void signal(String call, long number, Runnable forward) {
        try {
            forward.run();
        } catch (Throwable thrown) {
            witness.threw(call, number, thrown);
        }
    }
}
