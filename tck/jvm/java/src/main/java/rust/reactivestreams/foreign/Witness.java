package rust.reactivestreams.foreign;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import rust.reactivestreams.RustStreams;

/** Tells the suite of calls that cannot cross as what they are. */
record Witness(long stream) {
    private static final Subscriber<Long> NOBODY = new Subscriber<>() {
        @Override
        public void onSubscribe(Subscription subscription) {}

        @Override
        public void onNext(Long item) {}

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException("a report got lost", error);
        }

        @Override
        public void onComplete() {}
    };

    void saw(String call) {
        report(call, 0, "");
    }

    void saw(String call, long number) {
        report(call, number, "");
    }

    void saw(String call, Throwable error) {
        report(call, 0, error.toString());
    }

    void threw(String call, long number, Throwable thrown) {
        report(call, number, "threw " + thrown);
    }

    private void report(String call, long number, String text) {
        RustStreams.<Long>publisher("witness", stream, call, number, text).subscribe(NOBODY);
    }
}
