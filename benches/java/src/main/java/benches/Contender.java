package benches;

import java.util.function.LongUnaryOperator;

/**
 * One way to do the work of a scenario.
 *
 * @param variant which of the library's ways, where it has several
 * @param limit no peer, but a loop for this work alone
 * @param divisor by how much its runs are shorter than those of others
 * @param run the result for so many elements
 */
record Contender(
        String scenario, String variant, boolean limit, long divisor, LongUnaryOperator run) {
    static Contender peer(String scenario, String variant, LongUnaryOperator run) {
        return new Contender(scenario, variant, false, 1, run);
    }

    static Contender limit(String scenario, String variant, LongUnaryOperator run) {
        return new Contender(scenario, variant, true, 1, run);
    }

    /** One that is so slow that a hundredth of the elements is enough. */
    static Contender slow(String scenario, String variant, LongUnaryOperator run) {
        return new Contender(scenario, variant, false, 100, run);
    }
}
