package event_time;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Sums of what was measured in each ten seconds, by the time of the measurement. Measurements come out of order:
 * a window is closed when one has come that is five seconds past its end, and what comes later is left out.
 */
public final class EventTime {
    private static final int LENGTH = 10;
    private static final int PATIENCE = 5;
    private static final int MOST_WINDOWS = 16;

    public static List<String> run(String input) {
        var system = ActorSystem.create("event_time");
        try {
            return Source.fromJavaStream(input::lines)
                .map(Measurement::parse)
                .statefulMap(Windows::new, EventTime::commands, windows -> Optional.of(windows.closeAll()))
                .mapConcat(commands -> commands)
                .groupBy(MOST_WINDOWS, Command::window)
                .takeWhile(command -> !(command instanceof Close))
                .fold(new Sum(0, 0, 0), (sum, command) -> sum.and((Add) command))
                .mergeSubstreams()
                .map(Sum::toString)
                .runWith(Sink.seq(), system)
                .toCompletableFuture()
                .join();
        } finally {
            system.terminate();
        }
    }

    private record Measurement(int time, String place, int value) {
        static Measurement parse(String line) {
            var columns = line.split(" ");
            return new Measurement(Integer.parseInt(columns[0]), columns[1], Integer.parseInt(columns[2]));
        }
    }

    private sealed interface Command {
        int window();
    }

    private record Add(int window, int value) implements Command {}

    private record Close(int window) implements Command {}

    private record Sum(int window, int count, int sum) {
        Sum and(Add add) {
            return new Sum(add.window(), count + 1, sum + add.value());
        }

        @Override
        public String toString() {
            return window * LENGTH + ".." + (window + 1) * LENGTH + ": " + count + " measurements, sum " + sum;
        }
    }

    private static Pair<Windows, List<Command>> commands(Windows windows, Measurement measurement) {
        return Pair.create(windows, windows.take(measurement));
    }

    /** Those that are open, and the time up to which all has come. */
    private static final class Windows {
        private final TreeSet<Integer> open = new TreeSet<>();
        private int watermark;

        List<Command> take(Measurement measurement) {
            watermark = Math.max(watermark, measurement.time() - PATIENCE);
            var commands = new ArrayList<Command>();
            while (!open.isEmpty() && (open.first() + 1) * LENGTH <= watermark) {
                commands.add(new Close(open.pollFirst()));
            }
            var window = measurement.time() / LENGTH;
            if ((window + 1) * LENGTH > watermark) {
                open.add(window);
                commands.add(new Add(window, measurement.value()));
            }
            return commands;
        }

        List<Command> closeAll() {
            return open.stream().<Command>map(Close::new).toList();
        }
    }

    private EventTime() {}
}
