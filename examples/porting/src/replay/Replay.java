package replay;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Rates that come whether anybody listens or not; who comes late begins with the last two. */
public final class Replay {
    public static List<String> run(String input) {
        var log = new ArrayList<String>();
        var rates = ReplayProcessor.<String>createWithSize(2);
        var listeners = new HashMap<String, Disposable>();
        input.lines().map(line -> line.split(" ")).forEach(words -> {
            switch (words[0]) {
                case "rate" -> rates.onNext(words[1]);
                case "close" -> rates.onComplete();
                case "join" -> {
                    var name = words[1];
                    log.add(name + " joins");
                    listeners.put(name, rates.subscribe(
                        rate -> log.add(name + ": " + rate),
                        error -> log.add(name + ": " + error),
                        () -> log.add(name + ": closed")));
                }
                case "leave" -> {
                    log.add(words[1] + " leaves");
                    listeners.remove(words[1]).dispose();
                }
                default -> throw new IllegalArgumentException(words[0]);
            }
        });
        return log;
    }

    private Replay() {}
}
