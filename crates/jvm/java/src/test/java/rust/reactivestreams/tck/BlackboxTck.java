package rust.reactivestreams.tck;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.ITest;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import rust.reactivestreams.RustStreams;

/** A sink, seen from outside. */
public final class BlackboxTck extends SubscriberBlackboxVerification<Long> implements ITest {
    private final String name;
    private ExecutorService threads;

    BlackboxTck(String name) {
        super(Limits.environment());
        this.name = name;
    }

    @BeforeClass
    void start() {
        threads = Executors.newCachedThreadPool();
    }

    @AfterClass
    void stop() {
        threads.shutdown();
    }

    @Override
    public ExecutorService publisherExecutorService() {
        return threads;
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
