package benches;

import static benches.Contender.peer;

import io.reactivex.rxjava3.core.Flowable;
import java.nio.file.Path;
import java.util.List;
import org.reactivestreams.Publisher;
import rust.reactivestreams.RustPublisher;
import rust.reactivestreams.RustStreams;

/** Our own bridge between Rust and Java. Properties tell its version and where the native library is. */
final class Crossing {
    static final Library LIBRARY = new Library("ours", System.getProperty("ours"), List.of(
            peer("J1", "", n -> mixed(range(n), Long.MAX_VALUE)),
            peer("J1", "requested one at a time", n -> mixed(range(n), 1)),
            peer("J1", "batched", n -> mixed(range(n).batched(), Long.MAX_VALUE)),
            peer("J1", "batched, requested one at a time", n -> mixed(range(n).batched(), 1)),
            peer("J2", "", Crossing::sunk),
            peer("J3", "", n -> mixed(mapped(n), Long.MAX_VALUE)),
            peer("J3", "batched", n -> mixed(mapped(n).batched(), Long.MAX_VALUE))));

    private Crossing() {}

    private static void load() {
        RustStreams.load(Path.of(System.getProperty("crossing")));
    }

    private static RustPublisher<Long> range(long n) {
        load();
        return RustStreams.publisher("range", n);
    }

    private static RustPublisher<Long> mapped(long n) {
        load();
        return RustStreams.publisher("mapped", Flowable.rangeLong(0, n));
    }

    private static long mixed(Publisher<Long> numbers, long batch) {
        var subscriber = new Mixing(batch);
        numbers.subscribe(subscriber);
        return subscriber.result();
    }

    private static long sunk(long n) {
        load();
        var sink = RustStreams.<Long, Long>sink("mixed");
        Flowable.rangeLong(0, n).subscribe(sink);
        return sink.result().join();
    }
}
