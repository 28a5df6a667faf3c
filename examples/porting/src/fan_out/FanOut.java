package fan_out;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import journal.Journal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Asks many servers, never more than three at the same time. */
public final class FanOut {
    private static final int AT_ONCE = 3;

    public static List<String> run(String input) {
        var clock = VirtualTimeScheduler.create();
        var journal = new Journal(() -> clock.now(TimeUnit.MILLISECONDS));

        Flux.fromStream(input.lines())
            .map(Server::parse)
            .flatMap(server -> Mono.delay(server.latency(), clock)
                .thenReturn(server.name())
                .doFirst(() -> journal.write(server.name() + "?")), AT_ONCE)
            .doOnNext(name -> journal.write(name + "!"))
            .count()
            .subscribe(answers -> journal.write(answers + " answers"));
        clock.advanceTimeBy(Duration.ofSeconds(10));
        return journal.lines();
    }

    private record Server(String name, Duration latency) {
        static Server parse(String line) {
            var columns = line.split(" ");
            return new Server(columns[0], Duration.ofMillis(Long.parseLong(columns[1])));
        }
    }

    private FanOut() {}
}
