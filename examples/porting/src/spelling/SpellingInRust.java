package spelling;

import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Flux;
import rust.reactivestreams.RustStreams;

/** The second step of three: the stage that takes the time is Rust, in a native library. All else is as it was. */
public final class SpellingInRust {
    public static List<String> run(String input) {
        RustStreams.load(Path.of(System.getProperty("corrections")));
        return Spelling.run(input, SpellingInRust::corrections);
    }

    private static Flux<String> corrections(Flux<String> words, String dictionary) {
        return Flux.from(RustStreams.<String>publisher("corrections", words, dictionary));
    }

    private SpellingInRust() {}
}
