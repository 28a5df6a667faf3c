package rust.reactivestreams.tck;

import org.testng.ITest;

/** How many tests a verification has: those that run, and the stubs, which skip themselves always. */
record Expected(int runs, int stubs) {
    static Expected of(ITest verification) {
        if (verification instanceof ProcessorTck || verification instanceof FlowProcessorTck) {
            return new Expected(46, 22);
        }
        if (verification instanceof WhiteboxTck) {
            return new Expected(14, 13);
        }
        if (verification instanceof BlackboxTck || verification instanceof FlowBlackboxTck) {
            return new Expected(11, 15);
        }
        return new Expected(31, 7);
    }
}
