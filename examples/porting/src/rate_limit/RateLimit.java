package rate_limit;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import journal.Journal;
import timeline.Timeline;

/** Writes whatever comes, at most one line in two hundred milliseconds: the others wait. */
public final class RateLimit {
    private static final long GAP = 200;

    public static List<String> run(String input) {
        var clock = new TestScheduler();
        var journal = new Journal(() -> clock.now(TimeUnit.MILLISECONDS));

        Timeline.flowable(input, clock)
            .concatMap(line -> Flowable.just(line)
                .concatWith(Completable.timer(GAP, TimeUnit.MILLISECONDS, clock)))
            .subscribe(line -> journal.write("write " + line));
        clock.advanceTimeBy(10, TimeUnit.SECONDS);
        return journal.lines();
    }

    private RateLimit() {}
}
