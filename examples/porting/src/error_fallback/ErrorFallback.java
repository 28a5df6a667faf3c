package error_fallback;

import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Temperatures of each place: if its first station fails those of the second, and if that fails as well, a word. */
public final class ErrorFallback {
    public static List<String> run(String input) {
        var system = ActorSystem.create("error_fallback");
        try {
            return Source.fromJavaStream(input::lines)
                .map(line -> line.split("\\|", -1))
                .flatMapConcat(place -> station(place[1])
                    .recoverWithRetries(1, NumberFormatException.class, () -> station(place[2]))
                    .map(temperature -> temperature + " degrees")
                    .recover(NumberFormatException.class, () -> "unknown")
                    .map(temperature -> place[0] + ": " + temperature))
                .runWith(Sink.seq(), system)
                .toCompletableFuture()
                .join();
        } finally {
            system.terminate();
        }
    }

    private static Source<Integer, NotUsed> station(String temperatures) {
        return Source.from(List.of(temperatures.split(" "))).filter(text -> !text.isEmpty()).map(Integer::valueOf);
    }

    private ErrorFallback() {}
}
