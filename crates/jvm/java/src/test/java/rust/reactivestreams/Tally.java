package rust.reactivestreams;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened in a stress run. */
final class Tally {
    final LongAdder subscriptions = new LongAdder();
    final LongAdder elements = new LongAdder();
    final LongAdder completions = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder cancellations = new LongAdder();
    /** Against the rules, from methods that must not throw. */
    final LongAdder thrown = new LongAdder();
    /** What of it came to the handler of uncaught exceptions. */
    final LongAdder caught = new LongAdder();
    private final Map<String, Integer> violations = new TreeMap<>();

    synchronized void violate(String what) {
        violations.merge(what, 1, Integer::sum);
    }

    synchronized Map<String, Integer> violations() {
        return new TreeMap<>(violations);
    }
}
