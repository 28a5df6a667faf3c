package file_tail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import journal.Journal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import timeline.Timeline;

/** Follows a file as it grows, and takes its lines in batches: of four, or what has come within a second. */
public final class FileTail {
    private static final int BATCH = 4;
    private static final Duration LIMIT = Duration.ofMillis(950);
    private static final Duration POLL = Duration.ofMillis(100);

    public static List<String> run(String input) throws IOException {
        var clock = VirtualTimeScheduler.create();
        var journal = new Journal(() -> clock.now(TimeUnit.MILLISECONDS));
        var file = Files.createTempFile("file_tail", ".log");
        try {
            Timeline.flux(input, clock).subscribe(line -> append(file, line));
            Flux.using(() -> Files.newBufferedReader(file), reader -> tail(reader, clock), FileTail::close)
                .takeWhile(line -> !line.equals("closed"))
                .bufferTimeout(BATCH, LIMIT, clock)
                .map(batch -> String.join(", ", batch))
                .subscribe(journal::write);
            clock.advanceTimeBy(Duration.ofSeconds(10));
        } finally {
            Files.delete(file);
        }
        return journal.lines();
    }

    private static Flux<String> tail(BufferedReader reader, Scheduler clock) {
        return Flux.interval(POLL, clock)
            .concatMap(tick -> Mono.fromCallable(() -> reader.lines().toList()))
            .concatMapIterable(lines -> lines);
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private FileTail() {}
}
