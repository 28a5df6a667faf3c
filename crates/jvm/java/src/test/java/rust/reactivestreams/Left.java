package rust.reactivestreams;

import java.util.concurrent.TimeUnit;

/** What either side holds of the other, when it should be nothing. */
final class Left {
    private Left() {}

    /** Has garbage collected until nothing is left, and fails if something stays. */
    static void expectNothing() throws InterruptedException {
        Recorder<Boolean> shutDown = Recorder.unbounded();
        RustStreams.<Boolean>publisher("shut down").subscribe(shutDown);
        shutDown.await();
        RustStreams.Statistics nothing = new RustStreams.Statistics(0, 0, 0);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!RustStreams.statistics().equals(nothing)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("left: " + RustStreams.statistics());
            }
            System.gc();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
