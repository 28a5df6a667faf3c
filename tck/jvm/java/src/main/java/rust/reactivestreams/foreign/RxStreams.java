package rust.reactivestreams.foreign;

import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.MulticastProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.DefaultSubscriber;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.function.Function;
import org.reactivestreams.Publisher;

final class RxStreams {
    private static final Scheduler SCHEDULER = Schedulers.from(Streams.THREADS);

    private RxStreams() {}

    static void register() {
        RxJavaPlugins.setErrorHandler(error -> {}); // it prints them
        Streams.source("rxjava rangeLong", (n, error) -> ended(Flowable.rangeLong(0, n), error));
        Streams.source("rxjava fromIterable", (n, error) -> Flowable.fromIterable(Streams.numbers(n, error)));
        Streams.source("rxjava generate", (n, error) -> Flowable.<Long, Long>generate(() -> 0L, (i, emitter) -> {
            if (i < n) {
                emitter.onNext(i);
            } else if (error == null) {
                emitter.onComplete();
            } else {
                emitter.onError(error);
            }
            return i + 1;
        }));
        Streams.source("rxjava create", (n, error) -> Flowable.create(emitter -> {
            for (long i = 0; i < n && !emitter.isCancelled(); i++) {
                emitter.onNext(i);
            }
            if (error == null) {
                emitter.onComplete();
            } else {
                emitter.onError(error);
            }
        }, BackpressureStrategy.BUFFER));

        operator("rxjava map", flowable -> flowable.map(n -> n));
        operator("rxjava filter", flowable -> flowable.filter(n -> true));
        operator("rxjava flatMap", flowable -> flowable.flatMap(Flowable::just));
        operator("rxjava concatMap", flowable -> flowable.concatMap(n -> Flowable.just(n)));
        operator("rxjava observeOn", flowable -> flowable.observeOn(SCHEDULER));
        operator("rxjava subscribeOn", flowable -> flowable.subscribeOn(SCHEDULER));
        operator("rxjava zipWith", flowable -> flowable.zipWith(forever(), (n, other) -> n));
        operator("rxjava mergeWith", flowable -> flowable.mergeWith(Flowable.<Long>empty()));
        operator("rxjava buffer", flowable -> flowable.buffer(1).concatMapIterable(list -> list));
        operator("rxjava window", flowable -> flowable.window(3).concatMapEager(window -> window));
        operator("rxjava groupBy", flowable -> flowable.groupBy(n -> 0).flatMap(group -> group));
        operator("rxjava take", flowable -> flowable.take(Long.MAX_VALUE - 1));
        operator("rxjava onBackpressureBuffer", Flowable::onBackpressureBuffer);
        operator("rxjava share", Flowable::share);
        Streams.processor("rxjava UnicastProcessor", UnicastProcessor::create);
        Streams.processor("rxjava ReplayProcessor", ReplayProcessor::create);
        Streams.processor("rxjava MulticastProcessor", MulticastProcessor::create);
        JavaSubscribers.register("rxjava TestSubscriber", TestSubscriber::create);
        JavaSubscribers.register("rxjava DefaultSubscriber", () -> new DefaultSubscriber<Long>() {
            @Override
            protected void onStart() {
                request(1);
            }

            @Override
            public void onNext(Long item) {
                request(1);
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        JavaSubscribers.register("rxjava DisposableSubscriber", () -> new DisposableSubscriber<Long>() {
            @Override
            public void onNext(Long item) {}

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
    }

    private static Flowable<Long> forever() {
        return Flowable.generate(emitter -> emitter.onNext(0L));
    }

    private static Publisher<Long> ended(Flowable<Long> flowable, Throwable error) {
        return error == null ? flowable : flowable.concatWith(Flowable.<Long>error(error));
    }

    private static void operator(String name, Function<Flowable<Long>, Publisher<Long>> make) {
        Streams.operator(name, upstream -> make.apply(Flowable.fromPublisher(upstream)));
    }
}
