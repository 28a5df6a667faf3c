package rust.reactivestreams.foreign;

import java.util.function.Supplier;
import org.reactivestreams.Subscriber;
import rust.reactivestreams.JavaStreams;

/** Subscribers, which request by themselves. */
final class JavaSubscribers {
    private JavaSubscribers() {}

    static void register(String name, Supplier<Subscriber<Long>> make) {
        JavaStreams.register(name, arguments -> make.get());
    }
}
