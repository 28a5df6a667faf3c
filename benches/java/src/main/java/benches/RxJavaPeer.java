package benches;

import static benches.Contender.peer;
import static benches.Work.each;
import static benches.Work.mix;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.flowables.GroupedFlowable;
import io.reactivex.rxjava3.internal.schedulers.RxThreadFactory;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** RxJava. */
final class RxJavaPeer {
    private static final Scheduler A = scheduler("a");
    private static final Scheduler B = scheduler("b");
    private static final Scheduler C = scheduler("c");

    static final Library LIBRARY = Library.of("RxJava",
            peer("S1", "", n -> mixed(chain(range(n)))),
            peer("S1", "unfused", n -> mixed(chain(hidden(n)))),
            peer("S1", "reduce", n -> chain(range(n)).reduce(0L, Work::mix).blockingGet()),
            peer("S2", "", n -> subscribed(range(n), 1)),
            peer("S2", "unfused", n -> subscribed(hidden(n), 1)),
            peer("S2b", "", n -> subscribed(range(n), 128)),
            peer("S2b", "unfused", n -> subscribed(hidden(n), 128)),
            peer("S3a", "", n -> mixed(range(n).flatMap(RxJavaPeer::one, 256))),
            peer("S3a", "unfused", n -> mixed(hidden(n).flatMap(RxJavaPeer::one, 256))),
            peer("S3a", "unfused, and the inner ones too",
                    n -> mixed(hidden(n).flatMap(x -> one(x).hide(), 256))),
            peer("S3a", "concatMap", n -> mixed(range(n).concatMap(RxJavaPeer::one))),
            peer("S3a", "concatMap, unfused", n -> mixed(hidden(n).concatMap(RxJavaPeer::one))),
            peer("S3b", "", n -> mixed(range(n / 1000).flatMap(RxJavaPeer::thousand, 256))),
            peer("S3b", "unfused", n -> mixed(hidden(n / 1000).flatMap(RxJavaPeer::thousand, 256))),
            peer("S3b", "unfused, and the inner ones too",
                    n -> mixed(hidden(n / 1000).flatMap(x -> thousand(x).hide(), 256))),
            peer("S3b", "concatMap", n -> mixed(range(n / 1000).concatMap(RxJavaPeer::thousand))),
            peer("S3b", "concatMap, unfused",
                    n -> mixed(hidden(n / 1000).concatMap(RxJavaPeer::thousand))),
            peer("S4", "", n -> mixed(observed(range(n).subscribeOn(A), B))),
            peer("S4c", "", n -> mixed(observed(observed(range(n).subscribeOn(A), B), C))),
            peer("S4f", "", n -> mixed(observed(range(n), B))),
            peer("S4f", "unfused", n -> mixed(observed(hidden(n), B))),
            peer("S5a", "", n -> mixed(merged(range(n / 4)))),
            peer("S5a", "unfused", n -> mixed(merged(hidden(n / 4)))),
            peer("S5b", "", n -> mixed(Flowable.merge(half(n, 0, A), half(n, 1, B)))),
            peer("S6", "", n -> mixed(zipped(range(n), next(n)))),
            peer("S6", "unfused", n -> mixed(zipped(hidden(n), next(n).hide()))),
            peer("S7", "", RxJavaPeer::grouped),
            peer("S8", "", RxJavaPeer::shared),
            peer("S9a", "", n -> each(n, x -> mixed(Flowable.just(x).map(Work::mapped)))),
            peer("S9a", "unfused",
                    n -> each(n, x -> mixed(Flowable.just(x).hide().map(Work::mapped)))),
            peer("S9a", "Single",
                    n -> each(n, x -> mix(0, Single.just(x).map(Work::mapped).blockingGet()))),
            peer("S9b", "", n -> each(n, x -> mixed(five(Flowable.just(x))))),
            peer("S9b", "unfused", n -> each(n, x -> mixed(five(Flowable.just(x).hide())))));

    private RxJavaPeer() {}

    /** A thread of its own. */
    private static Scheduler scheduler(String name) {
        return RxJavaPlugins.createSingleScheduler(new RxThreadFactory(name));
    }

    private static Flowable<Long> range(long n) {
        return Flowable.rangeLong(0, n);
    }

    private static Flowable<Long> hidden(long n) {
        return range(n).hide();
    }

    private static Flowable<Long> chain(Flowable<Long> numbers) {
        return numbers.map(Work::mapped).filter(Work::wanted);
    }

    private static long mixed(Flowable<Long> numbers) {
        return numbers.collect(Total::new, Total::add).blockingGet().value();
    }

    private static final class Own extends Mixing implements FlowableSubscriber<Long> {
        Own(long batch) {
            super(batch);
        }
    }

    private static long subscribed(Flowable<Long> numbers, long batch) {
        var subscriber = new Own(batch);
        chain(numbers).subscribe(subscriber);
        return subscriber.result();
    }

    private static Flowable<Long> one(long x) {
        return Flowable.just(Work.mapped(x));
    }

    private static Flowable<Long> thousand(long x) {
        return Flowable.rangeLong(x, 1000);
    }

    private static Flowable<Long> observed(Flowable<Long> numbers, Scheduler scheduler) {
        return numbers.observeOn(scheduler, false, 256);
    }

    private static Flowable<Long> merged(Flowable<Long> quarter) {
        return Flowable.merge(quarter, quarter, quarter, quarter);
    }

    private static Flowable<Long> half(long n, long which, Scheduler scheduler) {
        return Flowable.rangeLong(which * (n / 2), n / 2).subscribeOn(scheduler);
    }

    /** The range from 1 to {@code n}. */
    private static Flowable<Long> next(long n) {
        return Flowable.rangeLong(1, n);
    }

    private static Flowable<Long> zipped(Flowable<Long> left, Flowable<Long> right) {
        return Flowable.zip(left, right, Work::product);
    }

    private static long grouped(long n) {
        var groups = range(n).groupBy(Work::key, it -> it, false, 256);
        var counts = groups.flatMapSingle(RxJavaPeer::counted, false, Work.KEYS);
        return counts.reduce(0L, Long::sum).blockingGet();
    }

    private static Single<Long> counted(GroupedFlowable<Long, Long> group) {
        return group.count().map(count -> Work.weighted(group.getKey(), count));
    }

    /** The source begins when all have subscribed. */
    private static long shared(long n) {
        var numbers = range(n).publish(256).refCount(3);
        var totals = Stream.generate(() -> RxJavaPeer.started(numbers)).limit(3).toList();
        return totals.stream().mapToLong(it -> it.join().value()).sum();
    }

    private static CompletableFuture<Total> started(Flowable<Long> numbers) {
        return numbers.collect(Total::new, Total::add).toCompletionStage().toCompletableFuture();
    }

    private static Flowable<Long> five(Flowable<Long> value) {
        var first = value.map(Work::mapped).filter(Work::small);
        return first.map(Work::mapped).take(1).map(Work::mapped);
    }
}
