package rust.reactivestreams;

import java.util.Random;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A publisher that throws where it must not: from {@code subscribe}, {@code request} or {@code cancel}. */
final class ThrowingSource implements Publisher<Long> {
    private final Tally tally;
    private final int at;

    ThrowingSource(Tally tally, Random random) {
        this.tally = tally;
        at = random.nextInt(4);
    }

    @Override
    public void subscribe(Subscriber<? super Long> subscriber) {
        if (at == 0) {
            throw new Chaos.Thrown("subscribe");
        }
        subscriber.onSubscribe(new Subscription() {
            private boolean emitting;

            @Override
            public void request(long n) {
                if (at == 1) {
                    throw new Chaos.Thrown("request");
                }
                if (!emitting) {
                    emitting = true;
                    subscriber.onNext(1L);
                    subscriber.onError(new Chaos.Thrown("the end"));
                }
            }

            @Override
            public void cancel() {
                if (at == 2) {
                    tally.thrown.increment();
                    throw new Chaos.Thrown("cancel");
                }
            }
        });
        if (at == 3) {
            throw new Chaos.Thrown("subscribe, too late");
        }
    }
}
