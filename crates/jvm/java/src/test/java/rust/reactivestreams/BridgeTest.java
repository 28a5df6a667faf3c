package rust.reactivestreams;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.LongStream;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What the bridge promises beyond the rules, which the official TCK looks after. */
public final class BridgeTest {
    private final List<Throwable> escaped = new ArrayList<>();

    @BeforeClass
    void load() {
        Library.load();
        RustStreams.<Boolean>publisher("without messages of panics").subscribe(Recorder.unbounded());
    }

    @BeforeMethod
    void catchWhatEscapes() {
        escaped.clear();
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> escaped.add(thrown));
    }

    /** Whatever a test did: when it is over, neither side holds anything of the other. */
    @AfterMethod
    void nothingIsLeft() throws InterruptedException {
        Thread.currentThread().setUncaughtExceptionHandler(null);
        Left.expectNothing();
    }

    @Test
    void elementsOfEachTypeGoThereAndBack() throws Exception {
        assertEquals(through("doubled", 1L, 2L), List.of(2L, 4L));
        assertEquals(through("doubles", 1.0, 3.0), List.of(0.5, 1.5));
        assertEquals(through("texts", "a", "äöü €", "𝄞"), List.of("a!", "äöü €!", "𝄞!"));
        assertEquals(through("ints", 1, -7), List.of(-1, 7));
        assertEquals(through("booleans", true, false), List.of(false, true));
        List<byte[]> bytes = through("bytes", new byte[] {1, 2, 3}, new byte[0]);
        assertTrue(Arrays.equals(bytes.get(0), new byte[] {3, 2, 1}));
        assertEquals(bytes.get(1).length, 0);
        Object object = new Object();
        assertSame(through("objects", object).get(0), object);
    }

    @Test
    void elementsOfEachTypeCrossByTheBatch() throws Exception {
        List<Long> longs = LongStream.range(0, 1000).boxed().toList();
        assertEquals(batched("doubled", new JavaSource<>(longs, null)), longs.stream().map(n -> n * 2).toList());
        assertEquals(batched("doubles", JavaSource.of(1.0, 3.0)), List.of(0.5, 1.5));
        assertEquals(batched("texts", JavaSource.of("a", "b")), List.of("a!", "b!"));
        Recorder<String> list = Recorder.unbounded();
        RustStreams.<String>publisher("list", "line", 700L).batched().subscribe(list);
        assertEquals(list.await().items.size(), 700);
        assertEquals(list.items.get(699), "line 699");
        Recorder<Long> range = Recorder.unbounded();
        RustStreams.<Long>publisher("range", 100_000L).batched().subscribe(range);
        assertEquals(range.await().items, LongStream.range(0, 100_000).boxed().toList());
    }

    @Test
    void demandCrossesOneForOne() {
        JavaSource<Long> source = JavaSource.of(1L, 2L, 3L, 4L);
        Recorder<Long> recorder = new Recorder<>(0);
        RustStreams.<Long>publisher("doubled", source).subscribe(recorder);
        assertEquals(source.requests, List.of());
        recorder.subscription.request(1);
        recorder.subscription.request(2);
        assertEquals(source.requests, List.of(1L, 2L));
        assertEquals(recorder.items, List.of(2L, 4L, 6L));
        recorder.subscription.cancel();
        assertTrue(source.cancelled);
        assertFalse(recorder.completed);
    }

    @Test
    void aBatchedPublisherKeepsToTheDemand() {
        JavaSource<Long> source = new JavaSource<>(LongStream.range(0, 10_000).boxed().toList(), null);
        Recorder<Long> recorder = new Recorder<>(3);
        RustStreams.<Long>publisher("doubled", source).batched().subscribe(recorder);
        assertEquals(recorder.items, List.of(0L, 2L, 4L));
        assertEquals(source.requests, List.of(256L));
        recorder.subscription.request(188);
        assertEquals(source.requests, List.of(256L));
        recorder.subscription.request(1);
        assertEquals(source.requests, List.of(256L, 192L));
        assertEquals(recorder.items.size(), 192);
        recorder.subscription.cancel();
        assertTrue(source.cancelled);
    }

    @Test
    void illegalDemandEndsTheStream() {
        for (long demand : new long[] {0, -1, Long.MIN_VALUE}) {
            for (boolean batched : new boolean[] {false, true}) {
                JavaSource<Long> source = new JavaSource<>(LongStream.range(0, 1000).boxed().toList(), null);
                Recorder<Long> recorder = new Recorder<>(0);
                RustPublisher<Long> publisher = RustStreams.publisher("doubled", source);
                (batched ? publisher.batched() : publisher).subscribe(recorder);
                recorder.subscription.request(demand);
                assertTrue(recorder.error instanceof IllegalArgumentException, "got " + recorder.error);
                assertTrue(recorder.error.getMessage().contains("§3.9"));
                assertTrue(source.cancelled);
            }
        }
    }

    @Test
    void anExceptionComesBackAsItself() throws Exception {
        IllegalStateException thrown = new IllegalStateException("broken");
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("doubled", new JavaSource<>(List.of(1L), thrown)).subscribe(recorder);
        assertSame(recorder.await().error, thrown);
        assertEquals(recorder.items, List.of(2L));

        Recorder<Long> wrapped = Recorder.unbounded();
        RustStreams.<Long>publisher("wrapped java failure", new JavaSource<>(List.of(1L), thrown)).subscribe(wrapped);
        assertEquals(wrapped.await().error.getMessage(), "at the border: broken");
        assertSame(wrapped.error.getCause(), thrown);
    }

    @Test
    void anErrorBecomesAnExceptionWithItsSources() throws Exception {
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("wrapped failure").subscribe(recorder);
        assertEquals(recorder.await().error.getMessage(), "outer");
        assertEquals(recorder.error.getCause().getMessage(), "inner");
        assertNull(recorder.error.getCause().getCause());
    }

    @Test
    void aPanicDoesNotCross() throws Exception {
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("panic in an element").subscribe(recorder);
        assertEquals(recorder.await().items, List.of(0L, 1L, 2L));
        assertEquals(recorder.error.getMessage(), "the publisher panicked");
        assertEquals(escaped.size(), 1);
        assertEquals(escaped.get(0).getMessage(), "panicked: at three");

        Recorder<Long> refused = Recorder.unbounded();
        RustStreams.<Long>publisher("panic in a function").subscribe(refused);
        assertEquals(refused.await().error.getMessage(), "panicked: no publisher");
    }

    @Test
    void aPanicOfASubscriberCancels() {
        JavaSource<Long> source = new JavaSource<>(LongStream.range(0, 100).boxed().toList(), null);
        RustSink<Long, Long> sink = RustStreams.sink("panicking");
        source.subscribe(sink);
        assertTrue(source.cancelled);
        assertThrows(CompletionException.class, () -> sink.result().join());
    }

    @Test
    void anExceptionOfASubscriberCancels() {
        for (String at : List.of("onSubscribe", "onNext", "onError", "onComplete")) {
            for (boolean batched : new boolean[] {false, true}) {
                escaped.clear();
                Throwable error = at.equals("onError") ? new IllegalStateException() : null;
                JavaSource<Long> source = new JavaSource<>(List.of(1L, 2L), error);
                RustPublisher<Long> publisher = RustStreams.publisher("doubled", source);
                (batched ? publisher.batched() : publisher).subscribe(new ThrowingSubscriber(at));
                assertEquals(escaped.size(), 1, at + ": " + escaped);
                assertEquals(escaped.get(0).getMessage(), at);
                boolean terminal = at.equals("onError") || at.equals("onComplete");
                assertEquals(source.cancelled, !terminal, at);
            }
        }
    }

    @Test
    void anExceptionOfAPublisherIsAnError() throws Exception {
        Publisher<Long> throwing = subscriber -> {
            throw new IllegalStateException("subscribe");
        };
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("doubled", throwing).subscribe(recorder);
        assertEquals(recorder.await().error.getMessage(), "subscribe");

        Publisher<Long> late = subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                throw new IllegalStateException("request");
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("cancel");
            }
        });
        Recorder<Long> requested = Recorder.unbounded();
        RustStreams.<Long>publisher("doubled", late).subscribe(requested);
        assertEquals(requested.await().error.getMessage(), "request");
        assertEquals(escaped.get(0).getMessage(), "cancel");
    }

    @Test
    void anElementOfAnotherTypeIsAnError() throws Exception {
        JavaSource<Object> source = JavaSource.of(1L, "two", 3L);
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("doubled", source).subscribe(recorder);
        assertEquals(recorder.await().items, List.of(2L));
        assertTrue(recorder.error.getMessage().contains("java.lang.String is no integer"), "" + recorder.error);
        assertTrue(source.cancelled);
    }

    @Test
    void argumentsThatDoNotFitAreAnError() throws Exception {
        for (Object[] arguments : new Object[][] {{}, {"text"}, {1L, 2L}, {null}}) {
            Recorder<Long> recorder = Recorder.unbounded();
            RustStreams.<Long>publisher("range", arguments).subscribe(recorder);
            assertNotNull(recorder.await().error, Arrays.toString(arguments));
            assertNotNull(recorder.subscription);
        }
        assertThrows(RuntimeException.class, () -> RustStreams.sink("sum", 1L));
        assertThrows(IllegalArgumentException.class, () -> RustStreams.publisher("no such thing"));
        assertThrows(IllegalArgumentException.class, () -> RustStreams.sink("range"));
    }

    @Test
    void signalsFromInsideRequestWait() {
        // A publisher that emits from inside `request`, and so from inside `onNext`: one level is legal (§3.3).
        Publisher<Long> recursive = subscriber -> subscriber.onSubscribe(new Subscription() {
            private long next;

            @Override
            public void request(long n) {
                if (next < 3) {
                    subscriber.onNext(next++);
                } else if (next++ == 3) {
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
        RustSink<Long, Boolean> sink = RustStreams.sink("base_subscriber");
        recursive.subscribe(sink);
        sink.result().cancel(true);
        RustSink<Long, Long> sum = RustStreams.sink("sum one by one");
        recursive.subscribe(sum);
        assertEquals(sum.result().join(), Long.valueOf(3));
    }

    @Test
    void aStageIsBothWays() throws Exception {
        RustPublisher<Long> squares = RustStreams.publisher("range", 10L);
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("sum of both", squares, JavaSource.of(10L, 20L)).subscribe(recorder);
        assertEquals(recorder.await().items, List.of(10L, 21L));
    }

    @Test
    void javaIsFoundByName() throws Exception {
        JavaStreams.register("evens", arguments -> {
            @SuppressWarnings("unchecked")
            Publisher<Long> numbers = (Publisher<Long>) arguments[0];
            return (Publisher<Long>) subscriber -> numbers.subscribe(new Evens(subscriber));
        });
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("registered in java", "evens").subscribe(recorder);
        assertEquals(recorder.await().items, LongStream.range(0, 500).map(n -> n * 2).boxed().toList());

        Recorder<Long> unknown = Recorder.unbounded();
        RustStreams.<Long>publisher("registered in java", "nobody").subscribe(unknown);
        assertTrue(unknown.await().error instanceof IllegalArgumentException);
    }

    @Test
    void flowIsAsGood() throws Exception {
        Recorder<Long> recorder = Recorder.unbounded();
        RustStreams.<Long>publisher("doubled", JavaSource.of(1L, 2L).flow()).subscribe(recorder);
        assertEquals(recorder.await().items, List.of(2L, 4L));
        RustSink<Long, Long> sum = RustStreams.sink("sum");
        try (SubmissionPublisher<Long> submission = new SubmissionPublisher<>(Runnable::run, 16)) {
            submission.subscribe(sum);
            LongStream.rangeClosed(1, 100).forEach(submission::submit);
        }
        assertEquals(sum.result().join(), Long.valueOf(5050));
    }

    @Test
    void aResultCanBeCancelled() {
        JavaSource<Long> source = JavaSource.of(1L);
        RustSink<Long, Long> early = RustStreams.sink("sum");
        early.result().cancel(true);
        source.subscribe(early);
        assertTrue(source.cancelled);
        assertThrows(CancellationException.class, () -> early.result().join());
    }

    @Test
    void aFailureIsThatOfTheResult() {
        IllegalStateException thrown = new IllegalStateException("broken");
        RustSink<Long, Long> sum = RustStreams.sink("sum");
        new JavaSource<>(List.of(1L), thrown).subscribe(sum);
        CompletionException failure = expectThrows(CompletionException.class, () -> sum.result().join());
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertSame(cause, thrown);
    }

    @Test
    void aProcessorServesOne() throws Exception {
        RustProcessor<Object, Object> processor = RustStreams.processor("one subscriber");
        Recorder<Object> first = Recorder.unbounded();
        Recorder<Object> second = Recorder.unbounded();
        processor.subscribe(first);
        processor.subscribe(second);
        assertTrue(second.await().error.getMessage().contains("it serves one subscriber"));
        JavaSource.<Object>of("a", 1L).subscribe(processor);
        assertEquals(first.await().items, List.of("a", 1L));
    }

    @Test
    void threadsOfRustSignalJava() throws Exception {
        Recorder<Long> recorder = Recorder.unbounded();
        List<Long> items = LongStream.range(0, 10_000).boxed().toList();
        RustStreams.<Long>publisher("on threads", new JavaSource<>(items, null)).subscribe(recorder);
        assertEquals(recorder.await().items, items);
    }

    @Test
    void whatIsForgottenIsDropped() {
        for (int i = 0; i < 100; i++) {
            assertNotNull(RustStreams.subscriber("ignored"));
            assertNotNull(RustStreams.sink("sum"));
            assertNotNull(RustStreams.processor("one subscriber"));
        }
        // `nothingIsLeft` has them collected.
    }

    private static <T> List<T> through(String name, Object... items) throws InterruptedException {
        Recorder<T> recorder = Recorder.unbounded();
        RustStreams.<T>publisher(name, JavaSource.of(items)).subscribe(recorder);
        return items(recorder);
    }

    private static <T> List<T> batched(String name, JavaSource<?> source) throws InterruptedException {
        Recorder<T> recorder = Recorder.unbounded();
        RustStreams.<T>publisher(name, source).batched().subscribe(recorder);
        return items(recorder);
    }

    private static <T> List<T> items(Recorder<T> recorder) throws InterruptedException {
        assertNull(recorder.await().error);
        assertTrue(recorder.completed);
        return recorder.items;
    }

    /** Throws from one of its methods, against §2.13. */
    private static final class ThrowingSubscriber implements Subscriber<Long> {
        private final String at;

        ThrowingSubscriber(String at) {
            this.at = at;
        }

        private void throwAt(String method) {
            if (at.equals(method)) {
                throw new IllegalStateException(method);
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            throwAt("onSubscribe");
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Long item) {
            throwAt("onNext");
        }

        @Override
        public void onError(Throwable error) {
            throwAt("onError");
        }

        @Override
        public void onComplete() {
            throwAt("onComplete");
        }
    }

    /** Passes on what is even, and requests another one for what is not. */
    private static final class Evens extends Recorder<Long> {
        private final Subscriber<? super Long> downstream;

        Evens(Subscriber<? super Long> downstream) {
            super(0);
            this.downstream = downstream;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            super.onSubscribe(subscription);
            downstream.onSubscribe(subscription);
        }

        @Override
        public void onNext(Long item) {
            if (item % 2 == 0) {
                downstream.onNext(item);
            } else {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable error) {
            downstream.onError(error);
        }

        @Override
        public void onComplete() {
            downstream.onComplete();
        }
    }
}
