package timeline;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Input that comes over time: the rest of each line when as many milliseconds have passed as its first word says. */
public final class Timeline {
    private record Entry(long millis, String text) {
        static Stream<Entry> of(String input) {
            return input.lines().map(line -> line.split(" ", 2)).map(line -> new Entry(Long.parseLong(line[0]), line[1]));
        }
    }

    public static Flowable<String> flowable(String input, io.reactivex.rxjava3.core.Scheduler clock) {
        return Flowable.fromStream(Entry.of(input))
            .flatMapSingle(entry -> Single.timer(entry.millis(), TimeUnit.MILLISECONDS, clock)
                .map(tick -> entry.text()));
    }

    public static Flux<String> flux(String input, reactor.core.scheduler.Scheduler clock) {
        return Flux.fromStream(Entry.of(input))
            .flatMap(entry -> Mono.delay(Duration.ofMillis(entry.millis()), clock).thenReturn(entry.text()));
    }

    private Timeline() {}
}
