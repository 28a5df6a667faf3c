package rust.reactivestreams.tck;

import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITest;
import rust.reactivestreams.RustStreams;

/** A source, as a publisher of {@code java.util.concurrent.Flow}. */
public final class FlowSourceTck extends FlowPublisherVerification<Long> implements ITest {
    private final String name;

    FlowSourceTck(String name) {
        super(Limits.environment(), Limits.COLLECTED_MILLIS);
        this.name = name;
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
        return RustStreams.publisher(name, elements);
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
        return RustStreams.publisher(name, -1L);
    }

    @Override
    public String getTestName() {
        return "source " + name + ", Flow";
    }
}
