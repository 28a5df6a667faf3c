package rust.reactivestreams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Processor;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** What Rust may ask for by name; the counterpart of {@link RustStreams}. */
public final class JavaStreams {
    private static final Map<String, Function<Object[], Object>> REGISTERED = new ConcurrentHashMap<>();

    private JavaStreams() {}

    /**
     * Registers a function that makes a publisher, a subscriber or a processor, of {@code org.reactivestreams} or of
     * {@code java.util.concurrent.Flow}, or any other object that Rust takes.
     *
     * @param name what Rust asks for
     * @param function makes a new one of the arguments that Rust gives
     */
    public static void register(String name, Function<Object[], Object> function) {
        if (REGISTERED.putIfAbsent(name, function) != null) {
            throw new IllegalArgumentException("\"" + name + "\" is registered already");
        }
    }

    /** Makes one; what is of {@code Flow} becomes what {@code org.reactivestreams} calls it. */
    static Object make(String name, Object[] arguments) {
        Function<Object[], Object> function = REGISTERED.get(name);
        if (function == null) {
            throw new IllegalArgumentException("nothing is registered as \"" + name + "\"");
        }
        return function.apply(arguments);
    }

    static Object normalize(Object object) {
        if (object instanceof Publisher || object instanceof Subscriber) {
            return object;
        }
        if (object instanceof Flow.Processor<?, ?> processor) {
            return toProcessor(processor);
        }
        if (object instanceof Flow.Publisher<?> publisher) {
            return FlowAdapters.toPublisher(publisher);
        }
        if (object instanceof Flow.Subscriber<?> subscriber) {
            return FlowAdapters.toSubscriber(subscriber);
        }
        return object;
    }

    private static <T, R> Processor<? super T, ? extends R> toProcessor(Flow.Processor<T, R> processor) {
        return FlowAdapters.toProcessor(processor);
    }
}
