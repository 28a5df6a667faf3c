package rust.reactivestreams;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A subscriber that requests at random, may cancel, may ask for what is no demand, and may throw from any of
 * its methods; and that watches the rules meanwhile.
 */
final class Chaos implements Subscriber<Object> {
    /** What it does when its turn has come. */
    private enum Mischief { NONE, CANCEL, CANCEL_FROM_ELSEWHERE, ILLEGAL_DEMAND, THROW }

    /** From which method it throws. */
    private enum At { ON_SUBSCRIBE, ON_NEXT, ON_ERROR, ON_COMPLETE }

    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown(String message) {
            super(message, null, false, false);
        }
    }

    private final Tally tally;
    private final Random random;
    private final Mischief mischief;
    private final At at;
    private final int turn;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong requested = new AtomicLong();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Subscription subscription;
    private volatile boolean cancelled;
    private boolean ended;
    private long received;

    Chaos(Tally tally, Random random) {
        this.tally = tally;
        this.random = new Random(random.nextLong());
        mischief = Mischief.values()[random.nextInt(Mischief.values().length)];
        at = At.values()[random.nextInt(At.values().length)];
        turn = random.nextInt(100);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        enter();
        this.subscription = subscription;
        throwAt(At.ON_SUBSCRIBE);
        request();
        leave();
    }

    @Override
    public void onNext(Object item) {
        enter();
        tally.elements.increment();
        if (++received > requested.get()) {
            tally.violate("§1.1: more than requested");
        }
        if (received == turn) {
            switch (mischief) {
                case CANCEL -> cancel();
                case ILLEGAL_DEMAND -> subscription.request(-random.nextInt(2));
                case THROW -> throwAt(At.ON_NEXT);
                default -> { }
            }
        }
        if (received == requested.get()) {
            request();
        }
        leave();
    }

    @Override
    public void onError(Throwable error) {
        enter();
        ended = true;
        tally.errors.increment();
        over.countDown();
        throwAt(At.ON_ERROR);
        leave();
    }

    @Override
    public void onComplete() {
        enter();
        ended = true;
        tally.completions.increment();
        over.countDown();
        throwAt(At.ON_COMPLETE);
        leave();
    }

    private void request() {
        long n = random.nextInt(10) == 0 ? Long.MAX_VALUE : 1 + random.nextInt(64);
        requested.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        subscription.request(n);
    }

    private void cancel() {
        cancelled = true;
        tally.cancellations.increment();
        subscription.cancel();
        over.countDown();
    }

    private void throwAt(At method) {
        if (mischief == Mischief.THROW && at == method) {
            ended = true;
            over.countDown();
            leave();
            tally.thrown.increment();
            throw new Thrown("" + method);
        }
    }

    private void enter() {
        if (!busy.compareAndSet(false, true)) {
            tally.violate("§1.3: signals overlap");
        }
        if (ended) {
            tally.violate("§1.7: a signal after the last one");
        }
    }

    private void leave() {
        busy.set(false);
    }

    /** Waits until it is over, one way or another. */
    void await() throws InterruptedException {
        if (mischief == Mischief.CANCEL_FROM_ELSEWHERE && subscription != null) {
            Thread.yield();
            cancel();
        }
        if (!over.await(60, TimeUnit.SECONDS)) {
            tally.violate("it has not ended: " + received + " of " + requested + ", " + mischief + " " + cancelled);
            subscription.cancel();
        }
    }
}
