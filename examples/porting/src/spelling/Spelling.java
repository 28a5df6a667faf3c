package spelling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;

/** Corrects the words of a text that are in no dictionary. All of it is Java: the first step of three. */
public final class Spelling {
    /** The stage that takes the time, and that is moved. */
    interface Corrections {
        Flux<String> of(Flux<String> words, String dictionary);
    }

    public static List<String> run(String input) {
        return run(input, Spelling::corrections);
    }

    /** The dictionary is the first paragraph, the text is the second. */
    static List<String> run(String input, Corrections corrections) {
        var parts = input.split("\n\n");
        return Flux.fromStream(parts[1].lines())
            .concatMapIterable(line -> List.of(line.split("[^A-Za-z']+")))
            .map(String::toLowerCase)
            .distinct()
            .transform(words -> corrections.of(words, parts[0]))
            .index((index, correction) -> (index + 1) + ". " + correction)
            .collectList()
            .block();
    }

    private static Flux<String> corrections(Flux<String> words, String dictionary) {
        var known = List.of(dictionary.split(" "));
        return words.mapNotNull(word -> known.contains(word) ? null : word + ": " + nearest(word, known));
    }

    /** The first of those with the fewest edits. */
    private static String nearest(String word, List<String> known) {
        return known.stream().min(Comparator.comparingInt(candidate -> edits(word, candidate))).orElseThrow();
    }

    /** How many letters have to be put in, taken out or replaced, after Levenshtein. */
    private static int edits(String from, String to) {
        var row = new int[to.length() + 1];
        Arrays.setAll(row, column -> column);
        for (var i = 0; i < from.length(); i++) {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.length(); j++) {
                var replaced = diagonal + (from.charAt(i) == to.charAt(j) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.min(replaced, Math.min(diagonal, row[j]) + 1);
            }
        }
        return row[to.length()];
    }

    private Spelling() {}
}
