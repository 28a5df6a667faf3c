package benches;

import static benches.Contender.limit;
import static benches.Contender.peer;
import static benches.Work.each;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What Java itself has: loops and streams, which are pulled, and {@link SubmissionPublisher}. */
final class JdkPeer {
    private static final ExecutorService A = Executors.newSingleThreadExecutor();
    private static final ExecutorService B = Executors.newSingleThreadExecutor();
    private static final ExecutorService C = Executors.newSingleThreadExecutor();

    static final Library LIBRARY = new Library("JDK", System.getProperty("java.version"), List.of(
            limit("S1", "loop", JdkPeer::looped),
            limit("S1", "LongStream", n -> mixed(chain(n))),
            limit("S1", "Stream<Long>", n -> mixed(boxedChain(n))),
            limit("S2", "LongStream, iterator", n -> iterated(chain(n).iterator())),
            limit("S3a", "LongStream", n -> mixed(range(n).flatMap(x -> one(x)))),
            limit("S3b", "LongStream", n -> mixed(range(n / 1000).flatMap(JdkPeer::thousand))),
            peer("S4", "SubmissionPublisher", n -> submitted(n, Long.MAX_VALUE, 1)),
            peer("S4", "SubmissionPublisher, one at a time", n -> submitted(n, 1, 1)),
            peer("S4", "SubmissionPublisher, 128 at a time", n -> submitted(n, 128, 1)),
            limit("S5a", "LongStream, concat", n -> mixed(merged(n / 4))),
            peer("S5b", "SubmissionPublisher", JdkPeer::submittedByTwo),
            limit("S7", "Stream<Long>, groupingBy", JdkPeer::grouped),
            peer("S8", "SubmissionPublisher", n -> submitted(n, Long.MAX_VALUE, 3)),
            limit("S9a", "LongStream",
                    n -> each(n, x -> mixed(LongStream.of(x).map(Work::mapped)))),
            limit("S9b", "LongStream", n -> each(n, x -> mixed(five(LongStream.of(x)))))));

    private JdkPeer() {}

    private static long looped(long n) {
        long total = 0;
        for (long i = 0; i < n; i++) {
            long x = Work.mapped(i);
            if (Work.wanted(x)) {
                total = Work.mix(total, x);
            }
        }
        return total;
    }

    private static LongStream range(long n) {
        return LongStream.range(0, n);
    }

    private static LongStream chain(long n) {
        return range(n).map(Work::mapped).filter(Work::wanted);
    }

    private static Stream<Long> boxedChain(long n) {
        return range(n).boxed().map(Work::mapped).filter(Work::wanted);
    }

    private static long mixed(LongStream numbers) {
        return numbers.reduce(0, Work::mix);
    }

    private static long mixed(Stream<Long> numbers) {
        return numbers.reduce(0L, Work::mix);
    }

    private static long iterated(PrimitiveIterator.OfLong numbers) {
        long total = 0;
        while (numbers.hasNext()) {
            total = Work.mix(total, numbers.nextLong());
        }
        return total;
    }

    private static LongStream one(long x) {
        return LongStream.of(Work.mapped(x));
    }

    private static LongStream thousand(long x) {
        return LongStream.range(x, x + 1000);
    }

    private static LongStream merged(long quarter) {
        var first = LongStream.concat(range(quarter), range(quarter));
        var second = LongStream.concat(range(quarter), range(quarter));
        return LongStream.concat(first, second);
    }

    /** From this thread to another, where so many subscribers are. */
    private static long submitted(long n, long batch, int subscribers) {
        var all = Stream.generate(() -> new Mixing(batch)).limit(subscribers).toList();
        try (var publisher = new SubmissionPublisher<Long>(B, 256)) {
            all.forEach(publisher::subscribe);
            submit(publisher, 0, n);
        }
        return all.stream().mapToLong(Mixing::result).sum();
    }

    private static long submittedByTwo(long n) {
        var subscriber = new Mixing(Long.MAX_VALUE);
        try (var publisher = new SubmissionPublisher<Long>(C, 256)) {
            publisher.subscribe(subscriber);
            var a = CompletableFuture.runAsync(() -> submit(publisher, 0, n / 2), A);
            var b = CompletableFuture.runAsync(() -> submit(publisher, n / 2, n), B);
            CompletableFuture.allOf(a, b).join();
        }
        return subscriber.result();
    }

    private static void submit(SubmissionPublisher<Long> publisher, long from, long to) {
        for (long x = from; x < to; x++) {
            publisher.submit(x);
        }
    }

    private static long grouped(long n) {
        var counts = range(n).boxed().collect(groupingBy(Work::key, counting()));
        return counts.entrySet().stream()
                .mapToLong(it -> Work.weighted(it.getKey(), it.getValue()))
                .sum();
    }

    private static LongStream five(LongStream value) {
        var first = value.map(Work::mapped).filter(Work::small);
        return first.map(Work::mapped).limit(1).map(Work::mapped);
    }
}
