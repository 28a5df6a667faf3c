package rust.reactivestreams;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a native library registered, by name.
 *
 * <pre>{@code
 * RustStreams.load("squares");
 * RustPublisher<Long> squares = RustStreams.publisher("squares", 10L);
 * }</pre>
 *
 * What it gives is a type of {@code org.reactivestreams} and of {@code java.util.concurrent.Flow} at once.
 */
public final class RustStreams {
    private static final AtomicReference<String> LOADED = new AtomicReference<>();

    private RustStreams() {}

    /**
     * Loads the native library of this name from {@code java.library.path}. A class loader has one library, and
     * loading it again has no effect.
     *
     * @param library its name, as for {@link System#loadLibrary}
     */
    public static void load(String library) {
        if (isFirst(library)) {
            start(() -> System.loadLibrary(library));
        }
    }

    /**
     * Loads the native library in this file. A class loader has one library, and loading it again has no effect.
     *
     * @param library where it is
     */
    public static void load(Path library) {
        String file = library.toAbsolutePath().toString();
        if (isFirst(file)) {
            start(() -> System.load(file));
        }
    }

    /** Rust has started the virtual machine: there is no library to load. */
    static void host() {
        LOADED.set("the program itself");
    }

    private static boolean isFirst(String library) {
        String before = LOADED.compareAndExchange(null, library);
        if (before != null && !before.equals(library)) {
            throw new IllegalStateException(before + " has been loaded, and there is one library for a class loader");
        }
        return before == null;
    }

    private static void start(Runnable load) {
        boolean loaded = false;
        try {
            load.run();
            Native.start();
            loaded = true;
        } finally {
            if (!loaded) {
                LOADED.set(null);
            }
        }
    }

    /**
     * A publisher that the library registered under this name. Each subscription runs it anew.
     *
     * @param <T> the type of its elements
     * @param name what it was registered as
     * @param arguments what its function takes; publishers among them give their elements to Rust
     * @return the publisher
     */
    public static <T> RustPublisher<T> publisher(String name, Object... arguments) {
        require(Native.PUBLISHER, name, "publisher");
        return new RustPublisher.Named<>(name, arguments.clone(), false);
    }

    /**
     * A new subscriber, of those that the library registered under this name.
     *
     * @param <T> the type of its elements
     * @param name what it was registered as
     * @param arguments what its function takes
     * @return the subscriber, to be subscribed once
     */
    public static <T> RustSubscriber<T> subscriber(String name, Object... arguments) {
        require(Native.SUBSCRIBER, name, "subscriber");
        return new RustSubscriber<>(Native.openSubscriber(name, arguments));
    }

    /**
     * A new subscriber that makes something of its elements.
     *
     * @param <T> the type of its elements
     * @param <R> the type of what it makes of them
     * @param name what it was registered as
     * @param arguments what its function takes
     * @return the subscriber, to be subscribed once
     */
    public static <T, R> RustSink<T, R> sink(String name, Object... arguments) {
        require(Native.SINK, name, "sink");
        RustSink.Result<R> result = new RustSink.Result<>();
        return new RustSink<>(Native.openSink(name, arguments, result), result);
    }

    /**
     * A new processor, of those that the library registered under this name.
     *
     * @param <T> the type of what it takes
     * @param <R> the type of what it gives
     * @param name what it was registered as
     * @return the processor, to be subscribed once
     */
    public static <T, R> RustProcessor<T, R> processor(String name) {
        require(Native.PROCESSOR, name, "processor");
        long[] ends = Native.openProcessor(name);
        return new RustProcessor<>(ends[0], ends[1]);
    }

    /**
     * How much of either side the other one holds.
     *
     * @return the counts at this moment
     */
    public static Statistics statistics() {
        long[] counts = Native.statistics();
        return new Statistics(counts[0], counts[1], counts[2]);
    }

    private static void require(int kind, String name, String what) {
        if (LOADED.get() == null) {
            throw new IllegalStateException("RustStreams.load has not been called");
        }
        if (!Native.isRegistered(kind, name)) {
            throw new IllegalArgumentException("the library has no " + what + " \"" + name + "\"");
        }
    }

    /**
     * How much of either side the other one holds; zero when all streams are over.
     *
     * @param references objects of Java that Rust refers to
     * @param handles objects of Rust that Java refers to
     * @param attachedThreads threads of Rust that are known to the virtual machine
     */
    public record Statistics(long references, long handles, long attachedThreads) {}
}
