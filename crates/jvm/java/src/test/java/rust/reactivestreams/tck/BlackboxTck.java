package rust.reactivestreams.tck;

import java.util.concurrent.ExecutorService;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.ITest;
import rust.reactivestreams.RustStreams;

/** A sink, seen from outside. */
public final class BlackboxTck extends SubscriberBlackboxVerification<Long> implements ITest {
    private final String name;

    BlackboxTck(String name) {
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
    public Subscriber<Long> createSubscriber() {
        return RustStreams.sink(name);
    }

    @Override
    public String getTestName() {
        return "sink " + name + ", blackbox";
    }
}
