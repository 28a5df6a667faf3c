package rust.reactivestreams.foreign;

import java.util.List;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

final class ReactorStreams {
    private static final Scheduler SCHEDULER = Schedulers.fromExecutorService(Streams.THREADS);

    private ReactorStreams() {}

    static void register() {
        Hooks.onErrorDropped(error -> {}); // it prints them
        Streams.source("reactor range", (n, error) -> ended(Flux.range(0, n.intValue()).map(Integer::longValue), error));
        Streams.source("reactor fromIterable", (n, error) -> Flux.fromIterable(Streams.numbers(n, error)));
        Streams.source("reactor generate", (n, error) -> Flux.generate(() -> 0L, (i, sink) -> {
            if (i < n) {
                sink.next(i);
            } else if (error == null) {
                sink.complete();
            } else {
                sink.error(error);
            }
            return i + 1;
        }));
        Streams.source("reactor create", (n, error) -> Flux.create(sink -> {
            for (long i = 0; i < n && !sink.isCancelled(); i++) {
                sink.next(i);
            }
            if (error == null) {
                sink.complete();
            } else {
                sink.error(error);
            }
        }));
        Streams.source("reactor unicast sink", (n, error) -> {
            Sinks.Many<Long> sink = Sinks.many().unicast().onBackpressureBuffer();
            for (long i = 0; i < n; i++) {
                sink.tryEmitNext(i).orThrow();
            }
            (error == null ? sink.tryEmitComplete() : sink.tryEmitError(error)).orThrow();
            return sink.asFlux();
        });

        operator("reactor map", flux -> flux.map(n -> n));
        operator("reactor filter", flux -> flux.filter(n -> true));
        operator("reactor flatMap", flux -> flux.flatMap(Flux::just));
        operator("reactor concatMap", flux -> flux.concatMap(n -> Flux.just(n)));
        operator("reactor concatMap hidden", flux -> flux.concatMap(n -> Flux.just(n).hide()));
        operator("reactor switchOnFirst", flux -> flux.switchOnFirst((first, all) -> all));
        operator("reactor publishOn", flux -> flux.publishOn(SCHEDULER));
        operator("reactor subscribeOn", flux -> flux.subscribeOn(SCHEDULER));
        operator("reactor zipWith", flux -> flux.zipWith(forever(), (n, other) -> n));
        operator("reactor mergeWith", flux -> flux.mergeWith(Flux.empty()));
        operator("reactor buffer", flux -> flux.buffer(1).concatMapIterable(Function.<List<Long>>identity()));
        operator("reactor window", flux -> flux.window(3).concatMap(Function.identity()));
        operator("reactor groupBy", flux -> flux.groupBy(n -> 0).concatMap(Function.identity()));
        operator("reactor take", flux -> flux.take(Long.MAX_VALUE - 1));
        operator("reactor onBackpressureBuffer", Flux::onBackpressureBuffer);
        operator("reactor share", Flux::share);
        JavaSubscribers.register("reactor BaseSubscriber", () -> new BaseSubscriber<Long>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(Long item) {
                request(1);
            }

            @Override
            protected void hookOnError(Throwable error) {}
        });
    }

    private static Flux<Long> forever() {
        return Flux.generate(sink -> sink.next(0L));
    }

    private static Publisher<Long> ended(Flux<Long> flux, Throwable error) {
        return error == null ? flux : flux.concatWith(Flux.error(error));
    }

    private static void operator(String name, Function<Flux<Long>, Publisher<Long>> make) {
        Streams.operator(name, upstream -> make.apply(Flux.from(upstream)));
    }
}
