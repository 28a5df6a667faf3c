package resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/** A file is opened by each run, and closed however that ends: at the end, before it, or with an error. */
public final class Resource {
    public static List<String> run(String input) {
        var log = new ArrayList<String>();
        var lines = lines(input, log);

        lines.doOnNext(log::add)
            .blockLast();
        log.add("all read");

        lines.take(2)
            .doOnNext(log::add)
            .blockLast();
        log.add("two read");

        var sum = lines.map(Integer::valueOf)
            .reduce(0, Integer::sum)
            .map(number -> "sum " + number)
            .onErrorReturn(NumberFormatException.class, "no sum")
            .block();
        log.add(sum);
        return log;
    }

    private static Flux<String> lines(String input, List<String> log) {
        return Flux.generate(
            () -> {
                log.add("open");
                return new BufferedReader(new StringReader(input));
            },
            Resource::read,
            reader -> log.add("close"));
    }

    private static BufferedReader read(BufferedReader reader, SynchronousSink<String> sink) {
        try {
            var line = reader.readLine();
            if (line == null) {
                sink.complete();
            } else {
                sink.next(line);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return reader;
    }

    private Resource() {}
}
