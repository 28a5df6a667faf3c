package rust.reactivestreams.foreign;

import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

final class JdkStreams {
    private JdkStreams() {}

    static void register() {
        Streams.source("jdk SubmissionPublisher", JdkStreams::submitted);
        Streams.processor("jdk SubmissionPublisher processor", () -> FlowAdapters.toProcessor(new Passing()));
    }

    private static Publisher<Long> submitted(long length, Throwable error) {
        return subscriber -> {
            SubmissionPublisher<Long> publisher = new SubmissionPublisher<>(Streams.THREADS, 16);
            publisher.subscribe(FlowAdapters.toFlowSubscriber(subscriber));
            Streams.THREADS.execute(() -> {
                for (long i = 0; i < length && publisher.hasSubscribers(); i++) {
                    publisher.submit(i);
                }
                if (error == null) {
                    publisher.close();
                } else {
                    publisher.closeExceptionally(error);
                }
            });
        };
    }

    /** As the documentation of SubmissionPublisher shows it, but for the start: elements wait for a subscriber. */
    private static final class Passing extends SubmissionPublisher<Long> implements Flow.Processor<Long, Long> {
        private Flow.Subscription subscription;

        Passing() {
            super(Streams.THREADS, 16);
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription upstream) {
            subscription = upstream;
            start();
        }

        @Override
        public synchronized void subscribe(Flow.Subscriber<? super Long> subscriber) {
            super.subscribe(subscriber);
            start();
        }

        private void start() {
            if (subscription != null && hasSubscribers()) {
                subscription.request(1);
            }
        }

        @Override
        public void onNext(Long item) {
            subscription.request(1);
            submit(item);
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
