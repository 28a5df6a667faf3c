package rust.reactivestreams;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.management.ObjectName;
import org.reactivestreams.Publisher;

/**
 * Streams across the border, thousands of them on several threads, which are cancelled, asked for nothing and thrown
 * from at random. In the end nothing may be left on either side, and nothing thrown may be lost.
 */
public final class Stress {
    private static final int THREADS = 4;
    private static final int SUBSCRIPTIONS = 12_000;
    private static final int LEAST_ELEMENTS = 1_000_000;
    private static final List<String> SOURCES = List.of(
            "range", "generate", "create", "channel", "map and filter", "concat_map", "flat_map", "chunks", "group_by", "merge",
            "zip", "share", "publish_on", "subscribe_on", "map_async", "flat_map_sequential (threads)");
    private static final List<String> STAGES = List.of("doubled", "on threads");
    private static final List<String> PROCESSORS = List.of("share", "flat_map", "merge", "publish_on");
    private static final List<String> SINKS = List.of("sum", "for_each", "collect", "panicking");

    private Stress() {}

    public static void main(String[] arguments) throws Exception {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : ThreadLocalRandom.current().nextLong();
        System.out.println("seed " + seed);
        Library.load();
        Tally tally = new Tally();
        try {
            run(tally, seed);
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            System.exit(1);
        }
        System.exit(tally.violations().isEmpty() ? 0 : 1);
    }

    private static void run(Tally tally, long seed) throws Exception {
        RustStreams.<Boolean>publisher("without messages of panics").subscribe(Recorder.unbounded());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (thrown instanceof Chaos.Thrown) {
                tally.caught.increment();
            } else if (!("" + thrown.getMessage()).startsWith("panicked: at three")) {
                tally.violate("unexpected: " + thrown);
            }
        });
        // What is made once, and stays, is made before anything is counted.
        run(new Tally(), new Random(seed), 200);
        Left.expectNothing();
        long references = globalReferences();
        int threads = Thread.getAllStackTraces().size();

        tally.thrown.reset();
        tally.caught.reset();
        Random random = new Random(seed);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random own = new Random(random.nextLong());
            Thread worker = new Thread(() -> run(tally, own, SUBSCRIPTIONS / THREADS));
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        Left.expectNothing();
        report(tally, references, threads);
    }

    private static void report(Tally tally, long references, int threads) throws Exception {
        long referencesLeft = referencesAbove(references);
        int threadsLeft = Thread.getAllStackTraces().size() - threads;
        System.out.printf("%d subscriptions, %d elements, %d completed, %d failed, %d cancelled%n",
                tally.subscriptions.sum(), tally.elements.sum(), tally.completions.sum(), tally.errors.sum(),
                tally.cancellations.sum());
        System.out.printf("%d exceptions thrown against the rules, %d reported%n", tally.thrown.sum(), tally.caught.sum());
        System.out.printf("left, as Rust counts: %s%n", RustStreams.statistics());
        System.out.printf("left, as the virtual machine counts: %d global references, %d threads%n",
                referencesLeft, threadsLeft);
        if (tally.elements.sum() < LEAST_ELEMENTS) {
            tally.violate("fewer than " + LEAST_ELEMENTS + " elements");
        }
        if (tally.thrown.sum() != tally.caught.sum()) {
            tally.violate("an exception is lost, or reported twice");
        }
        if (referencesLeft > 0 || threadsLeft > 0) {
            tally.violate("something is left");
        }
        tally.violations().forEach((what, count) -> System.out.println(count + " × " + what));
    }

    private static void run(Tally tally, Random random, int subscriptions) {
        try {
            for (int i = 0; i < subscriptions; i++) {
                tally.subscriptions.increment();
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> source(tally, random);
                    case 4, 5 -> stage(tally, random);
                    case 6 -> processor(tally, random);
                    default -> sink(random);
                }
            }
        } catch (InterruptedException | RuntimeException thrown) {
            tally.violate("the run itself: " + thrown);
        }
    }

    private static void source(Tally tally, Random random) throws InterruptedException {
        long elements = random.nextInt(20) == 0 ? -1 : random.nextInt(1000);
        subscribe(RustStreams.publisher(any(SOURCES, random), elements), tally, random);
    }

    private static void stage(Tally tally, Random random) throws InterruptedException {
        Publisher<Long> upstream = random.nextInt(4) == 0 ? new ThrowingSource(tally, random) : javaSource(random);
        subscribe(RustStreams.publisher(any(STAGES, random), upstream), tally, random);
    }

    private static void processor(Tally tally, Random random) throws InterruptedException {
        RustProcessor<Long, Object> processor = RustStreams.processor(any(PROCESSORS, random));
        Chaos chaos = new Chaos(tally, random);
        if (random.nextBoolean()) {
            processor.subscribe(chaos);
            javaSource(random).subscribe(processor);
        } else {
            javaSource(random).subscribe(processor);
            processor.subscribe(chaos);
        }
        chaos.await();
        // One that threw from `onSubscribe` was none: the processor has an upstream, and waits for its first.
        Recorder<Object> last = new Recorder<>(0);
        processor.subscribe(last);
        last.subscription.cancel();
    }

    private static void sink(Random random) {
        RustSink<Long, Object> sink = RustStreams.sink(any(SINKS, random));
        boolean early = random.nextInt(4) == 0;
        if (early) {
            sink.result().cancel(true);
        }
        javaSource(random).subscribe(sink);
        sink.result().handle((value, thrown) -> 0).join();
    }

    private static void subscribe(RustPublisher<Object> publisher, Tally tally, Random random)
            throws InterruptedException {
        Chaos chaos = new Chaos(tally, random);
        (random.nextBoolean() ? publisher.batched() : publisher).subscribe(chaos);
        chaos.await();
    }

    private static JavaSource<Long> javaSource(Random random) {
        Throwable error = random.nextInt(4) == 0 ? new Chaos.Thrown("the end") : null;
        return new JavaSource<>(LongStream.range(0, random.nextInt(300)).boxed().toList(), error);
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    /** How many more there are than before; the virtual machine has some of its own for a moment. */
    private static long referencesAbove(long before) throws Exception {
        long more = globalReferences() - before;
        for (int i = 0; i < 100 && more > 0; i++) {
            Thread.sleep(20);
            more = globalReferences() - before;
        }
        return more;
    }

    /** How many there are, as the virtual machine itself counts them: at the end of a thread dump. */
    private static long globalReferences() throws Exception {
        Object dump = ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
                new Object[] {new String[0]}, new String[] {String[].class.getName()});
        Matcher count = Pattern.compile("JNI global refs: (\\d+)").matcher((String) dump);
        if (!count.find()) {
            throw new IllegalStateException("this virtual machine does not say how many global references there are");
        }
        return Long.parseLong(count.group(1));
    }
}
