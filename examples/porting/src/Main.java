import debounced_search.DebouncedSearch;
import error_fallback.ErrorFallback;
import event_time.EventTime;
import fan_out.FanOut;
import file_tail.FileTail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import paged_api.PagedApi;
import price_feed.PriceFeed;
import rate_limit.RateLimit;
import replay.Replay;
import resource.Resource;
import scrabble.Scrabble;
import spelling.Spelling;
import spelling.SpellingInRust;
import word_count.WordCount;

/** Runs the pipeline of this name with the text in this file, and prints what comes out. */
public final class Main {
    private interface Pipeline {
        List<String> run(String input) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        var name = arguments[0];
        Pipeline pipeline = switch (name) {
            case "debounced_search" -> DebouncedSearch::run;
            case "error_fallback" -> ErrorFallback::run;
            case "event_time" -> EventTime::run;
            case "fan_out" -> FanOut::run;
            case "file_tail" -> FileTail::run;
            case "paged_api" -> PagedApi::run;
            case "price_feed" -> PriceFeed::run;
            case "rate_limit" -> RateLimit::run;
            case "replay" -> Replay::run;
            case "resource" -> Resource::run;
            case "scrabble" -> Scrabble::run;
            case "spelling" -> Spelling::run;
            case "spelling_in_rust" -> SpellingInRust::run;
            case "word_count" -> WordCount::run;
            default -> throw new IllegalArgumentException("there is no pipeline " + name);
        };
        pipeline.run(Files.readString(Path.of(arguments[1]))).forEach(System.out::println);
    }

    private Main() {}
}
