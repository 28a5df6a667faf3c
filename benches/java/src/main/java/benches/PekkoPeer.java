package benches;

import static benches.Contender.peer;
import static benches.Contender.slow;
import static benches.Work.each;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.ClosedShape;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.Broadcast;
import org.apache.pekko.stream.javadsl.GraphDSL;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Pekko Streams: every stream runs on the threads of its dispatcher. */
final class PekkoPeer {
    /** Started when the first stream runs. */
    private static final class Actors {
        static final ActorSystem SYSTEM =
                ActorSystem.create("benches", ConfigFactory.parseString("pekko.loglevel = OFF")
                        .withFallback(ConfigFactory.load()));
    }

    static final Library LIBRARY = Library.of("Pekko",
            peer("S1", "", n -> mixed(chain(range(0, n)))),
            peer("S2", "asPublisher", n -> subscribed(n, 1)),
            peer("S2b", "asPublisher", n -> subscribed(n, 128)),
            peer("S3a", "", n -> mixed(range(0, n).flatMapMerge(256, PekkoPeer::one))),
            peer("S3a", "flatMapConcat", n -> mixed(range(0, n).flatMapConcat(PekkoPeer::one))),
            peer("S3b", "", n -> mixed(range(0, n / 1000).flatMapMerge(256, PekkoPeer::thousand))),
            peer("S3b", "flatMapConcat",
                    n -> mixed(range(0, n / 1000).flatMapConcat(PekkoPeer::thousand))),
            peer("S4", "async", n -> mixed(range(0, n).async())),
            peer("S4c", "async", n -> mixed(range(0, n).async().map(x -> x).async())),
            peer("S4f", "", n -> mixed(range(0, n))),
            peer("S5a", "", n -> mixed(merged(n / 4))),
            peer("S5b", "async", n -> mixed(range(0, n / 2).async().merge(range(n / 2, n).async()))),
            peer("S6", "", n -> mixed(range(0, n).zipWith(range(1, n + 1), (x, y) -> Work.product(x, y)))),
            peer("S7", "", PekkoPeer::grouped),
            peer("S8", "", PekkoPeer::shared),
            slow("S9a", "", n -> each(n, x -> mixed(Source.single(x).map(Work::mapped)))),
            slow("S9b", "", n -> each(n, x -> mixed(five(Source.single(x))))));

    private PekkoPeer() {}

    private static Source<Integer, NotUsed> range(long from, long to) {
        return Source.range((int) from, (int) to - 1);
    }

    private static Source<Long, NotUsed> chain(Source<Integer, NotUsed> numbers) {
        return numbers.map(x -> Work.mapped(x)).filter(Work::wanted);
    }

    private static <X extends Number> long mixed(Source<X, NotUsed> numbers) {
        var graph = numbers.toMat(total(), Keep.right());
        var buffered = graph.withAttributes(Attributes.inputBuffer(256, 256));
        return buffered.run(Actors.SYSTEM).toCompletableFuture().join().value();
    }

    private static <X extends Number> Sink<X, CompletionStage<Total>> total() {
        return Sink.fold(new Total(), Total::add);
    }

    /** The border to Reactive Streams is the only place where a subscriber decides how much it asks for. */
    private static long subscribed(long n, long batch) {
        var subscriber = new Mixing(batch);
        var publisher = Sink.<Long>asPublisher(AsPublisher.WITHOUT_FANOUT);
        chain(range(0, n)).runWith(publisher, Actors.SYSTEM).subscribe(subscriber);
        return subscriber.result();
    }

    private static Source<Long, NotUsed> one(int x) {
        return Source.single(Work.mapped(x));
    }

    private static Source<Integer, NotUsed> thousand(int x) {
        return range(x, x + 1000);
    }

    private static Source<Integer, NotUsed> merged(long quarter) {
        var others = Stream.generate(() -> range(0, quarter)).limit(3).toList();
        return range(0, quarter).mergeAll(others, false);
    }

    private record Group(long key, long count) {
        Group with(int x) {
            return new Group(Work.key(x), count + 1);
        }
    }

    private static long grouped(long n) {
        return range(0, n)
                .groupBy(Work.KEYS, x -> Work.key(x))
                .fold(new Group(0, 0), Group::with)
                .map(group -> Work.weighted(group.key(), group.count()))
                .mergeSubstreams()
                .runFold(0L, Long::sum, Actors.SYSTEM)
                .toCompletableFuture()
                .join();
    }

    private static long shared(long n) {
        var sinks = Stream.generate(PekkoPeer::<Integer>total);
        var graph = GraphDSL.create(sinks.limit(3).toList(), (builder, shapes) -> {
            var broadcast = builder.add(Broadcast.<Integer>create(3));
            builder.from(builder.add(range(0, n))).viaFanOut(broadcast);
            for (var shape : shapes) {
                builder.from(broadcast).to(shape);
            }
            return ClosedShape.getInstance();
        });
        var totals = RunnableGraph.fromGraph(graph).run(Actors.SYSTEM);
        return totals.stream().mapToLong(it -> it.toCompletableFuture().join().value()).sum();
    }

    private static Source<Long, NotUsed> five(Source<Long, NotUsed> value) {
        var first = value.map(Work::mapped).filter(Work::small);
        return first.map(Work::mapped).take(1).map(Work::mapped);
    }
}
