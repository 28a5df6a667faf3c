package scrabble;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which words of Shakespeare's would win a game of Scrabble: each step of it a stream. */
public final class Scrabble {
    private static final int[] SCORES = {
        1, 3, 3, 2, 1, 4, 2, 4, 1, 8, 5, 1, 3, 1, 1, 3, 10, 1, 1, 1, 1, 4, 4, 8, 4, 10
    };
    private static final int[] TILES = {
        9, 2, 2, 4, 12, 2, 3, 2, 9, 1, 1, 4, 2, 6, 8, 2, 1, 6, 4, 6, 4, 2, 2, 1, 2, 1
    };
    private static final int BLANKS = 2;

    /** The dictionary is the first paragraph, the plays are the second. */
    public static List<String> run(String input) {
        var parts = input.split("\n\n");
        var dictionary = Set.of(parts[0].split(" "));
        return Flowable.fromStream(parts[1].lines())
            .flatMapIterable(line -> List.of(line.split("[^A-Za-z]+")))
            .map(String::toLowerCase)
            .filter(dictionary::contains)
            .distinct()
            .concatMapMaybe(word -> blanks(word)
                .filter(blanks -> blanks <= BLANKS)
                .flatMapSingle(blanks -> score(word))
                .map(score -> Map.entry(score, word)))
            .collect(Scrabble::scores, (scores, scored) ->
                scores.computeIfAbsent(scored.getKey(), score -> new ArrayList<>()).add(scored.getValue()))
            .flattenAsFlowable(Map::entrySet)
            .take(3)
            .map(best -> best.getKey() + " " + String.join(" ", best.getValue()))
            .toList()
            .blockingGet();
    }

    /** The best come first. */
    private static Map<Integer, List<String>> scores() {
        return new TreeMap<>(Comparator.reverseOrder());
    }

    private static Single<Integer> score(String word) {
        return Single.zip(tiles(word), bonus(word), (tiles, bonus) ->
            2 * (tiles + bonus) + (word.length() == 7 ? 50 : 0));
    }

    /** How many blanks it takes to make up for the tiles that there are not. */
    private static Single<Integer> blanks(String word) {
        return histogram(word)
            .map(letter -> Math.max(letter.getValue() - TILES[letter.getKey()], 0))
            .reduce(0, Integer::sum);
    }

    /** A blank scores nothing. */
    private static Single<Integer> tiles(String word) {
        return histogram(word)
            .map(letter -> Math.min(letter.getValue(), TILES[letter.getKey()]) * SCORES[letter.getKey()])
            .reduce(0, Integer::sum);
    }

    /** The best of the first three letters and the last three. */
    private static Single<Integer> bonus(String word) {
        return letters(word).take(3)
            .concatWith(letters(word).takeLast(3))
            .map(letter -> SCORES[letter])
            .reduce(0, Math::max);
    }

    private static Flowable<Map.Entry<Integer, Integer>> histogram(String word) {
        return letters(word)
            .collect(HashMap<Integer, Integer>::new, (counts, letter) -> counts.merge(letter, 1, Integer::sum))
            .flattenAsFlowable(Map::entrySet);
    }

    private static Flowable<Integer> letters(String word) {
        return Flowable.fromStream(word.chars().boxed()).map(letter -> letter - 'a');
    }

    private Scrabble() {}
}
