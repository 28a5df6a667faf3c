package price_feed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import journal.Journal;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import timeline.Timeline;

/** The prices of what is on the screen: whoever looks at another has no use for those of the one before. */
public final class PriceFeed {
    private static final Duration TICK = Duration.ofMillis(100);

    public static List<String> run(String input) {
        var clock = VirtualTimeScheduler.create();
        var journal = new Journal(() -> clock.now(TimeUnit.MILLISECONDS));

        Timeline.flux(input, clock)
            .doOnNext(symbol -> journal.write("show " + symbol))
            .switchMap(symbol -> prices(symbol, clock)
                .doOnCancel(() -> journal.write("hide " + symbol)))
            .doOnNext(journal::write)
            .count()
            .subscribe(prices -> journal.write(prices + " prices"));
        clock.advanceTimeBy(Duration.ofSeconds(10));
        return journal.lines();
    }

    private static Flux<String> prices(String symbol, Scheduler clock) {
        return Flux.interval(TICK, clock)
            .take(4)
            .map(tick -> symbol + " " + (100 * symbol.length() + tick * tick));
    }

    private PriceFeed() {}
}
