package rust.reactivestreams.tck;

import java.util.concurrent.ExecutorService;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.testng.ITest;
import rust.reactivestreams.RustSink;
import rust.reactivestreams.RustStreams;

/** A sink, and what it does with its subscription. */
public final class WhiteboxTck extends SubscriberWhiteboxVerification<Long> implements ITest {
    private final String name;

    WhiteboxTck(String name) {
        super(Limits.environment());
        this.name = name;
    }

    @Override
    public ExecutorService publisherExecutorService() {
        return Limits.THREADS;
    }

    @Override
    public Long createElement(int element) {
        return (long) element;
    }

    @Override
    public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
        RustSink<Long, Object> sink = RustStreams.sink(name);
        return new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                sink.onSubscribe(subscription);
                probe.registerOnSubscribe(new SubscriberPuppet() {
                    @Override
                    public void triggerRequest(long elements) {
                        // It has requested all of them, or does so one by one.
                    }

                    @Override
                    public void signalCancel() {
                        sink.result().cancel(true);
                    }
                });
            }

            @Override
            public void onNext(Long element) {
                sink.onNext(element);
                probe.registerOnNext(element);
            }

            @Override
            public void onError(Throwable cause) {
                sink.onError(cause);
                probe.registerOnError(cause);
            }

            @Override
            public void onComplete() {
                sink.onComplete();
                probe.registerOnComplete();
            }
        };
    }

    @Override
    public String getTestName() {
        return "sink " + name + ", whitebox";
    }
}
