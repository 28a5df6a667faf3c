package rust.reactivestreams.tck;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.ITest;
import rust.reactivestreams.RustStreams;

/** A sink, of {@code Flow}, seen from outside. */
public final class FlowBlackboxTck extends FlowSubscriberBlackboxVerification<Long> implements ITest {
    private final String name;

    FlowBlackboxTck(String name) {
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
    public Flow.Subscriber<Long> createFlowSubscriber() {
        return RustStreams.sink(name);
    }

    @Override
    public String getTestName() {
        return "sink " + name + ", blackbox, Flow";
    }
}
