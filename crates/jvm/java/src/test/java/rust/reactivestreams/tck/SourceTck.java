package rust.reactivestreams.tck;

import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.testng.ITest;
import rust.reactivestreams.RustPublisher;
import rust.reactivestreams.RustStreams;

/** A source, as a publisher of {@code org.reactivestreams}. */
public final class SourceTck extends PublisherVerification<Long> implements ITest {
    private final String name;
    private final boolean batched;

    SourceTck(String name, boolean batched) {
        super(Limits.environment(), Limits.COLLECTED_MILLIS);
        this.name = name;
        this.batched = batched;
    }

    @Override
    public Publisher<Long> createPublisher(long elements) {
        return publisher(elements);
    }

    @Override
    public Publisher<Long> createFailedPublisher() {
        return publisher(-1);
    }

    private Publisher<Long> publisher(long elements) {
        RustPublisher<Long> publisher = RustStreams.publisher(name, elements);
        return batched ? publisher.batched() : publisher;
    }

    @Override
    public String getTestName() {
        return "source " + name + (batched ? ", batched" : "");
    }
}
