package word_count;

import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** How often each word comes: a sub-stream for each. */
public final class WordCount {
    private static final int MOST_WORDS = 1000;

    public static List<String> run(String input) {
        var system = ActorSystem.create("word_count");
        try {
            var counts = Source.fromJavaStream(input::lines)
                .mapConcat(line -> List.of(line.split("[^A-Za-z']+")))
                .map(String::toLowerCase)
                .groupBy(MOST_WORDS, word -> word)
                .map(word -> Pair.create(word, 1))
                .reduce((a, b) -> Pair.create(a.first(), a.second() + b.second()))
                .mergeSubstreams()
                .filter(count -> count.second() > 2)
                .runWith(Sink.seq(), system)
                .toCompletableFuture()
                .join();
            return counts.stream().map(count -> count.second() + " " + count.first()).sorted().toList();
        } finally {
            system.terminate();
        }
    }

    private WordCount() {}
}
