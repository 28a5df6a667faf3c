package rust.reactivestreams.tck;

import org.reactivestreams.tck.TestEnvironment;

/** How long the TCK waits. What must happen may take long, on a busy machine; what must not is looked at shortly. */
final class Limits {
    static final long MUST_HAPPEN_MILLIS = 5000;
    static final long MUST_NOT_HAPPEN_MILLIS = 25;
    static final long POLL_MILLIS = 10;
    static final long COLLECTED_MILLIS = 300;

    private Limits() {}

    static TestEnvironment environment() {
        return new TestEnvironment(MUST_HAPPEN_MILLIS, MUST_NOT_HAPPEN_MILLIS, POLL_MILLIS);
    }
}
