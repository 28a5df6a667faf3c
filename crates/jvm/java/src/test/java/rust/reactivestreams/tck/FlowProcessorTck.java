package rust.reactivestreams.tck;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.IdentityFlowProcessorVerification;
import org.testng.ITest;
import org.testng.SkipException;
import org.testng.annotations.Test;
import rust.reactivestreams.RustStreams;

/** A processor, as one of {@code java.util.concurrent.Flow}. */
public final class FlowProcessorTck extends IdentityFlowProcessorVerification<Long> implements ITest {
    private final String name;

    FlowProcessorTck(String name) {
        super(Limits.environment(), Limits.COLLECTED_MILLIS);
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
    protected Flow.Processor<Long, Long> createIdentityFlowProcessor(int bufferSize) {
        return RustStreams.processor(name);
    }

    @Override
    protected Flow.Publisher<Long> createFailedFlowPublisher() {
        return RustStreams.publisher("range", -1L);
    }

    @Override
    public long maxSupportedSubscribers() {
        return 2;
    }

    @Override
    public boolean doesCoordinatedEmission() {
        return true; // they end in `share`, where the slowest subscriber decides
    }

    /** It wants what coordinated emission is not: that one subscriber gets elements before others have asked. */
    @Test
    @Override
    public void
            optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne() {
        throw new SkipException("emission is coordinated");
    }

    /** As above. */
    @Test
    @Override
    public void optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals() {
        throw new SkipException("emission is coordinated");
    }

    @Override
    public String getTestName() {
        return "processor " + name + ", Flow";
    }
}
