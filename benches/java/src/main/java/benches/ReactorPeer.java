package benches;

import static benches.Contender.peer;
import static benches.Work.each;
import static benches.Work.mix;

import java.util.stream.Stream;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.GroupedFlux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Project Reactor. */
final class ReactorPeer {
    private static final Scheduler A = Schedulers.newSingle("a", true);
    private static final Scheduler B = Schedulers.newSingle("b", true);
    private static final Scheduler C = Schedulers.newSingle("c", true);

    static final Library LIBRARY = Library.of("Reactor",
            peer("S1", "", n -> mixed(chain(range(n)))),
            peer("S1", "unfused", n -> mixed(chain(hidden(n)))),
            peer("S1", "reduce", n -> chain(range(n)).reduce(0L, Work::mix).block()),
            peer("S2", "", n -> subscribed(range(n), 1)),
            peer("S2", "unfused", n -> subscribed(hidden(n), 1)),
            peer("S2b", "", n -> subscribed(range(n), 128)),
            peer("S2b", "unfused", n -> subscribed(hidden(n), 128)),
            peer("S3a", "", n -> mixed(range(n).flatMap(ReactorPeer::one, 256))),
            peer("S3a", "unfused", n -> mixed(hidden(n).flatMap(ReactorPeer::one, 256))),
            peer("S3a", "unfused, and the inner ones too",
                    n -> mixed(hidden(n).flatMap(x -> one(x).hide(), 256))),
            peer("S3a", "concatMap", n -> mixed(range(n).concatMap(ReactorPeer::one))),
            peer("S3a", "concatMap, unfused", n -> mixed(hidden(n).concatMap(ReactorPeer::one))),
            peer("S3b", "", n -> mixed(range(n / 1000).flatMap(ReactorPeer::thousand, 256))),
            peer("S3b", "unfused", n -> mixed(hidden(n / 1000).flatMap(ReactorPeer::thousand, 256))),
            peer("S3b", "unfused, and the inner ones too",
                    n -> mixed(hidden(n / 1000).flatMap(x -> thousand(x).hide(), 256))),
            peer("S3b", "concatMap", n -> mixed(range(n / 1000).concatMap(ReactorPeer::thousand))),
            peer("S3b", "concatMap, unfused",
                    n -> mixed(hidden(n / 1000).concatMap(ReactorPeer::thousand))),
            peer("S4", "", n -> mixed(range(n).subscribeOn(A).publishOn(B, 256))),
            peer("S4c", "", n -> mixed(range(n).subscribeOn(A).publishOn(B, 256).publishOn(C, 256))),
            peer("S4f", "", n -> mixed(range(n).publishOn(B, 256))),
            peer("S4f", "unfused", n -> mixed(hidden(n).publishOn(B, 256))),
            peer("S5a", "", n -> mixed(merged(range(n / 4)))),
            peer("S5a", "unfused", n -> mixed(merged(hidden(n / 4)))),
            peer("S5b", "", n -> mixed(Flux.merge(half(n, 0, A), half(n, 1, B)))),
            peer("S6", "", n -> mixed(zipped(range(n), next(n)))),
            peer("S6", "unfused", n -> mixed(zipped(hidden(n), next(n).hide()))),
            peer("S7", "", ReactorPeer::grouped),
            peer("S8", "", ReactorPeer::shared),
            peer("S9a", "", n -> each(n, x -> mixed(Flux.just(x).map(Work::mapped)))),
            peer("S9a", "unfused", n -> each(n, x -> mixed(Flux.just(x).hide().map(Work::mapped)))),
            peer("S9a", "Mono", n -> each(n, x -> mix(0, Mono.just(x).map(Work::mapped).block()))),
            peer("S9b", "", n -> each(n, x -> mixed(five(Flux.just(x))))),
            peer("S9b", "unfused", n -> each(n, x -> mixed(five(Flux.just(x).hide())))));

    private ReactorPeer() {}

    private static Flux<Integer> range(long n) {
        return Flux.range(0, (int) n);
    }

    private static Flux<Integer> hidden(long n) {
        return range(n).hide();
    }

    private static Flux<Long> chain(Flux<Integer> numbers) {
        return numbers.map(Work::mapped).filter(Work::wanted);
    }

    private static long mixed(Flux<? extends Number> numbers) {
        return numbers.collect(Total::new, Total::add).block().value();
    }

    private static final class Own extends Mixing implements CoreSubscriber<Long> {
        Own(long batch) {
            super(batch);
        }
    }

    private static long subscribed(Flux<Integer> numbers, long batch) {
        var subscriber = new Own(batch);
        chain(numbers).subscribe(subscriber);
        return subscriber.result();
    }

    private static Flux<Long> one(int x) {
        return Flux.just(Work.mapped(x));
    }

    private static Flux<Integer> thousand(int x) {
        return Flux.range(x, 1000);
    }

    private static Flux<Integer> merged(Flux<Integer> quarter) {
        return Flux.merge(quarter, quarter, quarter, quarter);
    }

    private static Flux<Integer> half(long n, int which, Scheduler scheduler) {
        int half = (int) n / 2;
        return Flux.range(which * half, half).subscribeOn(scheduler);
    }

    /** The range from 1 to {@code n}. */
    private static Flux<Integer> next(long n) {
        return Flux.range(1, (int) n);
    }

    private static Flux<Long> zipped(Flux<Integer> left, Flux<Integer> right) {
        return Flux.zip(left, right, (x, y) -> Work.product(x, y));
    }

    private static long grouped(long n) {
        var groups = range(n).groupBy(Work::key, 256);
        var counts = groups.flatMap(ReactorPeer::counted, Work.KEYS);
        return counts.reduce(0L, Long::sum).block();
    }

    private static Mono<Long> counted(GroupedFlux<Long, Integer> group) {
        return group.count().map(count -> Work.weighted(group.key(), count));
    }

    /** The source begins when all have subscribed. */
    private static long shared(long n) {
        Flux<Integer> numbers = range(n).publish(256).refCount(3);
        var totals = Stream.generate(() -> numbers.collect(Total::new, Total::add).toFuture());
        return totals.limit(3).toList().stream().mapToLong(it -> it.join().value()).sum();
    }

    private static Flux<Long> five(Flux<Long> value) {
        var first = value.map(Work::mapped).filter(Work::small);
        return first.map(Work::mapped).take(1).map(Work::mapped);
    }
}
