package rust.reactivestreams.foreign;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.List;
import java.util.function.Function;
import org.reactivestreams.FlowAdapters;

final class MutinyStreams {
    private MutinyStreams() {}

    static void register() {
        Infrastructure.setDroppedExceptionHandler(error -> {}); // it prints them
        source("mutiny range", (n, error) -> ended(Multi.createFrom().range(0, n.intValue()).map(Integer::longValue), error));
        source("mutiny iterable", (n, error) -> Multi.createFrom().iterable(Streams.numbers(n, error)));
        source("mutiny emitter", (n, error) -> Multi.createFrom().emitter(emitter -> {
            for (long i = 0; i < n && !emitter.isCancelled(); i++) {
                emitter.emit(i);
            }
            if (error == null) {
                emitter.complete();
            } else {
                emitter.fail(error);
            }
        }));

        operator("mutiny map", multi -> multi.map(n -> n));
        operator("mutiny select", multi -> multi.select().where(n -> true));
        operator("mutiny merge", multi -> multi.onItem().transformToMultiAndMerge(n -> Multi.createFrom().item(n)));
        operator("mutiny concatenate",
                multi -> multi.onItem().transformToMultiAndConcatenate(n -> Multi.createFrom().item(n)));
        operator("mutiny emitOn", multi -> multi.emitOn(Streams.THREADS));
        operator("mutiny runSubscriptionOn", multi -> multi.runSubscriptionOn(Streams.THREADS));
        operator("mutiny zip", multi -> Multi.createBy().combining().streams(multi, forever())
                .using((n, other) -> n));
        operator("mutiny group intoLists", multi -> multi.group().intoLists().of(1)
                .onItem().<Long>transformToIterable(Function.<List<Long>>identity()::apply));
        operator("mutiny select first", multi -> multi.select().first(Long.MAX_VALUE - 1));
        operator("mutiny overflow buffer", multi -> multi.onOverflow().buffer(1 << 20));
        operator("mutiny broadcast", multi -> multi.broadcast().withCancellationAfterLastSubscriberDeparture().toAllSubscribers());
        Streams.processor("mutiny UnicastProcessor", () -> FlowAdapters.toProcessor(UnicastProcessor.<Long>create()));
        JavaSubscribers.register("mutiny AssertSubscriber",
                () -> FlowAdapters.toSubscriber(AssertSubscriber.<Long>create(Long.MAX_VALUE)));
    }

    private static Multi<Long> forever() {
        return Multi.createFrom().generator(() -> 0, (state, emitter) -> {
            emitter.emit(0L);
            return state;
        });
    }

    private static Multi<Long> ended(Multi<Long> multi, Throwable error) {
        return error == null
                ? multi
                : Multi.createBy().concatenating().streams(multi, Multi.createFrom().<Long>failure(error));
    }

    private static void source(String name, java.util.function.BiFunction<Long, Throwable, Multi<Long>> make) {
        Streams.source(name, (n, error) -> FlowAdapters.toPublisher(make.apply(n, error)));
    }

    private static void operator(String name, Function<Multi<Long>, Multi<Long>> make) {
        Streams.operator(name, upstream -> {
            Multi<Long> multi = Multi.createFrom().publisher(FlowAdapters.toFlowPublisher(upstream));
            return FlowAdapters.toPublisher(make.apply(multi));
        });
    }
}
