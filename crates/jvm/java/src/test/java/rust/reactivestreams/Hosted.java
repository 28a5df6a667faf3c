package rust.reactivestreams;

import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;

/** What the test with Rust as the host asks for. */
final class Hosted {
    static {
        AtomicLong added = new AtomicLong();
        JavaStreams.register("numbers of rust", arguments -> RustStreams.publisher("numbers", arguments));
        JavaStreams.register("same", arguments -> arguments[0]);
        JavaStreams.register("failing", arguments -> failing());
        JavaStreams.register("submission", arguments -> {
            SubmissionPublisher<String> publisher = new SubmissionPublisher<>(ForkJoinPool.commonPool(), 16);
            return (Flow.Publisher<String>) subscriber -> {
                publisher.subscribe(subscriber);
                publisher.submit("a");
                publisher.submit("b");
                publisher.close();
            };
        });
        JavaStreams.register("doubling processor", arguments -> new Doubling());
        JavaStreams.register("adding subscriber", arguments -> new Recorder<Long>(Long.MAX_VALUE) {
            @Override
            public void onNext(Long item) {
                added.addAndGet(item);
            }
        });
        JavaStreams.register("added", arguments -> JavaSource.of(added.get()));
    }

    private Hosted() {}

    private static Publisher<Long> failing() {
        return new JavaSource<>(List.of(1L), new IllegalStateException("broken"));
    }

    /** A processor of {@code Flow}. */
    private static final class Doubling extends SubmissionPublisher<Long>
            implements Flow.Processor<Long, Long> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Long item) {
            submit(2 * item);
        }

        @Override
        public void onError(Throwable error) {
            closeExceptionally(error);
        }

        @Override
        public void onComplete() {
            close();
        }
    }
}
