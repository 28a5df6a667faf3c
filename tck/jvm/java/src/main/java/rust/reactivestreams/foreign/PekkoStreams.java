package rust.reactivestreams.foreign;

import com.typesafe.config.ConfigFactory;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.reactivestreams.Publisher;

final class PekkoStreams {
    private static final ActorSystem SYSTEM = ActorSystem.create("foreign", ConfigFactory.parseString(
                    "pekko { daemonic = on, loglevel = OFF, stdout-loglevel = OFF }")
            .withFallback(ConfigFactory.load()));

    private PekkoStreams() {}

    static void register() {
        Streams.source("pekko range", (n, error) -> published(ended(
                Source.range(0, n.intValue() - 1).map(Integer::longValue), error)));
        Streams.source("pekko Source.from", (n, error) -> published(Source.from(Streams.numbers(n, error))));
        operator("pekko map", flow -> flow.map(n -> n));
        operator("pekko filter", flow -> flow.filter(n -> true));
        operator("pekko flatMapConcat", flow -> flow.flatMapConcat(Source::single));
        operator("pekko flatMapMerge", flow -> flow.flatMapMerge(4, Source::single));
        operator("pekko async", flow -> flow.map(n -> n).async());
        operator("pekko zip", flow -> flow.zipWith(Source.repeat(0L), (n, other) -> n));
        operator("pekko merge", flow -> flow.merge(Source.empty()));
        operator("pekko grouped", flow -> flow.grouped(1).mapConcat(list -> list));
        operator("pekko groupBy", flow -> flow.groupBy(1, n -> 0).mergeSubstreams());
        operator("pekko take", flow -> flow.take(Long.MAX_VALUE - 1));
        operator("pekko buffer", flow -> flow.buffer(16, org.apache.pekko.stream.OverflowStrategy.backpressure()));
        Streams.processor("pekko toProcessor", () -> Flow.of(Long.class).toProcessor().run(SYSTEM));
        JavaSubscribers.register("pekko Sink.ignore",
                () -> Source.<Long>asSubscriber().toMat(Sink.ignore(), Keep.left()).run(SYSTEM));
    }

    private static Source<Long, NotUsed> ended(Source<Long, NotUsed> source, Throwable error) {
        return error == null ? source : source.concat(Source.failed(error));
    }

    private static Publisher<Long> published(Source<Long, NotUsed> source) {
        return source.runWith(Sink.asPublisher(AsPublisher.WITHOUT_FANOUT), SYSTEM);
    }

    private static void operator(
            String name, Function<Flow<Long, Long, NotUsed>, Flow<Long, Long, NotUsed>> make) {
        Streams.operator(name, upstream ->
                published(Source.fromPublisher(upstream).via(make.apply(Flow.of(Long.class)))));
    }
}
