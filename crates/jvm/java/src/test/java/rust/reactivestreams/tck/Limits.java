package rust.reactivestreams.tck;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reactivestreams.tck.TestEnvironment;

/**
 * What all runs of the TCK have in common, and how long it waits. What must happen may take long, on a busy machine;
 * what must not is looked at shortly.
 */
final class Limits {
    static final long MUST_HAPPEN_MILLIS = 5000;
    static final long MUST_NOT_HAPPEN_MILLIS = 25;
    static final long POLL_MILLIS = 10;
    static final long COLLECTED_MILLIS = 300;

    /** For the publishers of the TCK itself. */
    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tck");
        thread.setDaemon(true);
        return thread;
    });

    private Limits() {}

    static TestEnvironment environment() {
        return new TestEnvironment(MUST_HAPPEN_MILLIS, MUST_NOT_HAPPEN_MILLIS, POLL_MILLIS);
    }
}
