package journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** What happens in a pipeline, and at which virtual time. */
public final class Journal {
    private final LongSupplier clock;
    private final List<String> lines = new ArrayList<>();

    /** @param clock gives milliseconds */
    public Journal(LongSupplier clock) {
        this.clock = clock;
    }

    public void write(String line) {
        lines.add(String.format("%4d ms: %s", clock.getAsLong(), line));
    }

    public List<String> lines() {
        return lines;
    }
}
