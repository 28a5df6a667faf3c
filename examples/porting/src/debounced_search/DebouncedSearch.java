package debounced_search;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import journal.Journal;
import timeline.Timeline;

/**
 * What a search box finds: it asks when nobody has typed for a while, not twice for the same, and does not wait for
 * an answer to what has changed meanwhile.
 */
public final class DebouncedSearch {
    private static final long PAUSE = 250;
    private static final long SEARCH = 600;

    public static List<String> run(String input) {
        var clock = new TestScheduler();
        var journal = new Journal(() -> clock.now(TimeUnit.MILLISECONDS));

        Timeline.flowable(input, clock)
            .takeWhile(text -> !text.equals("(closed)"))
            .debounce(PAUSE, TimeUnit.MILLISECONDS, clock)
            .distinctUntilChanged()
            .doOnNext(text -> journal.write(text + "?"))
            .switchMapSingle(text -> search(text, clock))
            .subscribe(journal::write);
        clock.advanceTimeBy(10, TimeUnit.SECONDS);
        return journal.lines();
    }

    private static Single<String> search(String text, TestScheduler clock) {
        return Single.just(text + ": " + text.length() + " results").delay(SEARCH, TimeUnit.MILLISECONDS, clock);
    }

    private DebouncedSearch() {}
}
