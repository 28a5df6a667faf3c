package benches;

/** Where a chain ends: a sum that needs no box for each step. */
final class Total {
    private long value;

    long value() {
        return value;
    }

    Total add(Number x) {
        value = Work.mix(value, x.longValue());
        return this;
    }
}
