package benches;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The JVM's side of the benchmarks.
 *
 * <p>Without arguments it says which virtual machine this is, and lists the contenders. With the scenario, the library
 * and the variant of one it runs that: for each line {@code elements nanoseconds} it does the work of so many elements
 * again and again until so much time is over, and answers {@code result runs nanoseconds}.
 */
public final class Main {
    private static final List<Library> LIBRARIES =
            List.of(
                    ReactorPeer.LIBRARY,
                    RxJavaPeer.LIBRARY,
                    PekkoPeer.LIBRARY,
                    JdkPeer.LIBRARY,
                    Crossing.LIBRARY);

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        // Whatever a library has to say, it does not say it among the answers.
        PrintStream answers = System.out;
        System.setOut(System.err);
        if (arguments.length == 0) {
            list(answers);
        } else {
            serve(find(arguments[0], arguments[1], arguments[2]).run(), answers);
        }
        // The schedulers would keep us.
        System.exit(0);
    }

    private static void list(PrintStream answers) {
        answers.println(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        for (Library library : LIBRARIES) {
            for (Contender it : library.contenders()) {
                answers.println(
                        String.join(
                                "\t",
                                it.scenario(),
                                library.name(),
                                it.variant(),
                                library.version(),
                                Boolean.toString(it.limit()),
                                Long.toString(it.divisor())));
            }
        }
    }

    private static Contender find(String scenario, String name, String variant) {
        return LIBRARIES.stream()
                .filter(library -> library.name().equals(name))
                .flatMap(library -> library.contenders().stream())
                .filter(it -> it.scenario().equals(scenario) && it.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static void serve(LongUnaryOperator run, PrintStream answers) throws IOException {
        var commands = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = commands.readLine()) != null; ) {
            String[] words = line.split(" ");
            answers.println(repeat(run, Long.parseLong(words[0]), Long.parseLong(words[1])));
        }
    }

    private static String repeat(LongUnaryOperator run, long elements, long nanoseconds) {
        long begin = System.nanoTime();
        long result = run.applyAsLong(elements);
        long runs = 1;
        for (; System.nanoTime() - begin < nanoseconds; runs++) {
            if (run.applyAsLong(elements) != result) {
                throw new IllegalStateException("two runs have different results");
            }
        }
        return result + " " + runs + " " + (System.nanoTime() - begin);
    }
}
