package benches;

import java.util.function.LongUnaryOperator;

/** The work that is done with one element: that of {@code src/work.rs}. */
final class Work {
    private Work() {}

    static long mapped(long x) {
        return x * 3;
    }

    static boolean wanted(long x) {
        return (x & 1) == 0;
    }

    static long mix(long total, long x) {
        return total + (x ^ (x >>> 7));
    }

    /** What is done with a pair. */
    static long product(long x, long y) {
        return x ^ (y * 3);
    }

    /** True of every number here. */
    static boolean small(long x) {
        return x < 1L << 40;
    }

    /** How many groups there are. */
    static final int KEYS = 100;

    static long key(long x) {
        return x % KEYS;
    }

    /** One number for all counts, whatever their order. */
    static long weighted(long key, long count) {
        return (key + 1) * count;
    }

    /** Sums up what {@code n} chains give. */
    static long each(long n, LongUnaryOperator run) {
        long total = 0;
        for (long x = 0; x < n; x++) {
            total = mix(total, run.applyAsLong(x));
        }
        return total;
    }
}
