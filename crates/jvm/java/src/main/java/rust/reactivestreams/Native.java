package rust.reactivestreams;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The border. What is {@code native} is called by Java, never throws unless it says so, and takes a number for an
 * object of Rust; the rest is called by Rust, and never throws.
 *
 * <p>Rust makes one call of this class for each signal: a call costs more than everything else.
 */
final class Native {
    static final int PUBLISHER = 0;
    static final int SUBSCRIBER = 1;
    static final int SINK = 2;
    static final int PROCESSOR = 3;

    private Native() {}

    // Called by Java.

    /** Exported by the library under its name, where the others are registered by this one. */
    static native void start();

    static native boolean isRegistered(int kind, String name);

    static native void subscribe(String name, Object[] arguments, Object subscriber, boolean batched);

    /** Throws if the arguments are not what the function takes. */
    static native long openSubscriber(String name, Object[] arguments);

    /** Throws if the arguments are not what the function takes. */
    static native long openSink(String name, Object[] arguments, Object result);

    /** Throws if the function fails. */
    static native long[] openProcessor(String name);

    static native void subscribeOutlet(long outlet, Object subscriber, boolean batched);

    static native void request(long subscription, long n);

    static native void cancel(long subscription);

    static native void onSubscribe(long inlet, Object subscription);

    static native void onNext(long inlet, Object item);

    static native void onNextLong(long inlet, long item);

    static native void onNextDouble(long inlet, double item);

    static native void onError(long inlet, Throwable error);

    static native void onComplete(long inlet);

    static native void release(long end);

    static native long[] statistics();

    // Called by Rust.

    static boolean subscribed(Object subscriber, long subscription) {
        try {
            subscriber(subscriber).onSubscribe(new RustSubscription(subscription));
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static boolean next(Object subscriber, Object item) {
        try {
            subscriber(subscriber).onNext(item);
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static boolean nextLong(Object subscriber, long item) {
        try {
            subscriber(subscriber).onNext(item);
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static boolean nextDouble(Object subscriber, double item) {
        try {
            subscriber(subscriber).onNext(item);
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static boolean nextLongs(Object batches, long[] items) {
        try {
            ((Batches<?>) batches).onBatch(Batch.of(items));
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static boolean nextDoubles(Object batches, double[] items) {
        try {
            ((Batches<?>) batches).onBatch(Batch.of(items));
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static boolean nextObjects(Object batches, Object[] items) {
        try {
            ((Batches<?>) batches).onBatch(Batch.of(items));
            return true;
        } catch (Throwable thrown) {
            return escaped(thrown);
        }
    }

    static void complete(Object subscriber) {
        try {
            subscriber(subscriber).onComplete();
        } catch (Throwable thrown) {
            escaped(thrown);
        }
    }

    static void fail(Object subscriber, Throwable error) {
        try {
            subscriber(subscriber).onError(error);
        } catch (Throwable thrown) {
            escaped(thrown);
        }
    }

    /** What was thrown, or null. */
    static Throwable requestOf(Object subscription, long n) {
        try {
            ((Subscription) subscription).request(n);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    static void cancelOf(Object subscription) {
        try {
            ((Subscription) subscription).cancel();
        } catch (Throwable thrown) {
            escaped(thrown);
        }
    }

    /** What was thrown, or null. */
    static Throwable subscribeTo(Object publisher, long inlet) {
        try {
            subscribe((Publisher<?>) publisher, inlet);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private static <T> void subscribe(Publisher<T> publisher, long inlet) {
        publisher.subscribe(new RustSubscriber<T>(inlet));
    }

    static Object publisherOf(long outlet) {
        return new RustPublisher.Outlet<>(new Handle(outlet), false);
    }

    /** What is registered under that name, or a {@link Thrown}. */
    static Object make(String name, Object[] arguments) {
        try {
            return JavaStreams.make(name, arguments);
        } catch (Throwable thrown) {
            return new Thrown(thrown);
        }
    }

    static Object normalize(Object object) {
        return JavaStreams.normalize(object);
    }

    /** What was thrown, or null. */
    static Throwable thrown(Object object) {
        return object instanceof Thrown thrown ? thrown.throwable : null;
    }

    /** Class, message and stack trace. */
    static Object[] describe(Throwable throwable) {
        String message = null;
        String trace = "";
        try {
            message = throwable.getMessage();
            StringWriter writer = new StringWriter();
            throwable.printStackTrace(new PrintWriter(writer));
            trace = writer.toString();
        } catch (Throwable thrown) {
            escaped(thrown); // of a class that somebody else has written
        }
        return new Object[] {throwable.getClass().getName(), message, trace};
    }

    static Throwable exception(String message, Throwable cause) {
        return new RustException(message, cause);
    }

    /** An exception of this class, as far as it is one that has a message. */
    static Throwable exceptionOf(String name, String message) {
        try {
            return (Throwable) Class.forName(name).getConstructor(String.class).newInstance(message);
        } catch (ReflectiveOperationException | ClassCastException other) {
            return new RustException(message, null);
        }
    }

    static void hosted() {
        RustStreams.host();
    }

    /** What was thrown, or null. */
    static Throwable initialize(String name) {
        try {
            Class.forName(name);
            return null;
        } catch (ExceptionInInitializerError error) {
            return error.getCause();
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    static String classOf(Object object) {
        return object.getClass().getName();
    }

    /** The value, or null if it is no integer. */
    static long[] longOf(Object object) {
        if (object instanceof Long || object instanceof Integer || object instanceof Short || object instanceof Byte) {
            return new long[] {((Number) object).longValue()};
        }
        return null;
    }

    /** The value, or null if it is none. */
    static double[] doubleOf(Object object) {
        if (object instanceof Double || object instanceof Float) {
            return new double[] {((Number) object).doubleValue()};
        }
        return null;
    }

    /** 0 or 1, or 2 if it is neither. */
    static int booleanOf(Object object) {
        return object instanceof Boolean value ? (value ? 1 : 0) : 2;
    }

    static Object boxLong(long value) {
        return value;
    }

    static Object boxDouble(double value) {
        return value;
    }

    static Object boxInt(int value) {
        return value;
    }

    static Object boxBoolean(boolean value) {
        return value;
    }

    /** Something in Rust went wrong where nobody waits for it. */
    static void report(String message) {
        escaped(new RustException(message, null));
    }

    /** What must not be thrown has been thrown: neither lost nor fatal. */
    static boolean escaped(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable again) {
            thrown.addSuppressed(again); // a handler that fails is beyond help
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static Subscriber<Object> subscriber(Object subscriber) {
        return (Subscriber<Object>) subscriber;
    }

    private record Thrown(Throwable throwable) {}
}
