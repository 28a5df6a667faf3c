package paged_api;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import journal.Journal;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;

/** All users of an API that gives them page by page, and is often busy. */
public final class PagedApi {
    public static List<String> run(String input) {
        var clock = VirtualTimeScheduler.create();
        var journal = new Journal(() -> clock.now(TimeUnit.MILLISECONDS));
        var api = new Api(input, journal);
        var retry = Retry.backoff(3, Duration.ofMillis(100))
            .jitter(0)
            .filter(Busy.class::isInstance)
            .scheduler(clock);

        api.page(1, retry)
            .expand(page -> Mono.justOrEmpty(page.next()).flatMap(next -> api.page(next, retry)))
            .concatMapIterable(Page::users)
            .doOnNext(user -> journal.write("user " + user))
            .count()
            .subscribe(users -> journal.write(users + " users"));
        clock.advanceTimeBy(Duration.ofSeconds(10));
        return journal.lines();
    }

    private record Page(int busy, List<String> users, Optional<Integer> next) {}

    private static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Says a few times that it is busy before it gives a page. */
    private static final class Api {
        private final Map<Integer, Page> pages = new HashMap<>();
        private final Map<Integer, Integer> asked = new HashMap<>();
        private final Journal journal;

        Api(String input, Journal journal) {
            this.journal = journal;
            input.lines().map(line -> line.split(" *\\| *")).forEach(columns -> {
                var users = columns[2].isEmpty() ? List.<String>of() : List.of(columns[2].split(" "));
                var next = columns[3].equals("-") ? Optional.<Integer>empty() : Optional.of(Integer.valueOf(columns[3]));
                pages.put(Integer.valueOf(columns[0]), new Page(Integer.parseInt(columns[1]), users, next));
            });
        }

        Mono<Page> page(int number, Retry retry) {
            return Mono.fromCallable(() -> get(number)).retryWhen(retry);
        }

        private Page get(int number) {
            var page = pages.get(number);
            if (asked.merge(number, 1, Integer::sum) <= page.busy()) {
                journal.write("page " + number + ": busy");
                throw new Busy();
            }
            journal.write("page " + number);
            return page;
        }
    }

    private PagedApi() {}
}
