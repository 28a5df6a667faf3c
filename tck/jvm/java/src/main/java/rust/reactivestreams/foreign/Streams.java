package rust.reactivestreams.foreign;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import rust.reactivestreams.JavaStreams;

/** Registers everything that is checked; a class for each library. */
final class Streams {
    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "foreign");
        thread.setDaemon(true);
        return thread;
    });

    static {
        // The suite's own subscribers throw, and that is told in its verdicts.
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
        JavaStreams.register("watched publisher", arguments -> {
            Publisher<Long> publisher = publisher(arguments[0]);
            Witness witness = new Witness((Long) arguments[1]);
            return (Publisher<Long>) subscriber -> publisher.subscribe(new WatchedSubscriber(subscriber, witness));
        });
        JavaStreams.register("watched subscriber", arguments ->
                new WatchedSubscription(subscriber(arguments[0]), new Witness((Long) arguments[1])));
        ReactorStreams.register();
        RxStreams.register();
        MutinyStreams.register();
        PekkoStreams.register();
        JdkStreams.register();
        ExampleStreams.register();
    }

    private Streams() {}

    /** A source of so many elements, which completes or, where there is an error, fails. */
    static void source(String name, BiFunction<Long, Throwable, Publisher<Long>> make) {
        JavaStreams.register(name, arguments -> {
            String message = (String) arguments[1];
            Throwable error = message.isEmpty() ? null : new IllegalStateException(message);
            return make.apply((Long) arguments[0], error);
        });
    }

    static void operator(String name, Function<Publisher<Long>, Publisher<Long>> make) {
        JavaStreams.register(name, arguments -> make.apply(publisher(arguments[0])));
    }

    static void processor(String name, Supplier<?> make) {
        JavaStreams.register(name, arguments -> make.get());
    }

    /** The numbers below {@code length}, and then the error, if there is one. */
    static Iterable<Long> numbers(long length, Throwable error) {
        return () -> new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < length || error != null;
            }

            @Override
            public Long next() {
                if (next == length) {
                    throw (RuntimeException) error;
                }
                return next++;
            }
        };
    }

    @SuppressWarnings("unchecked")
    static Publisher<Long> publisher(Object object) {
        return (Publisher<Long>) object;
    }

    @SuppressWarnings("unchecked")
    private static Subscriber<Long> subscriber(Object object) {
        return (Subscriber<Long>) object;
    }
}
