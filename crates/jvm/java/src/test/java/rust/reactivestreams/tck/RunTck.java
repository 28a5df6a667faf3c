package rust.reactivestreams.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.ITest;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;
import rust.reactivestreams.Library;

/**
 * Runs the official TCK on every implementation, and prints what came of it.
 *
 * <p>A test that skips itself though it is no stub fails the run, and so does an implementation that ran fewer
 * tests than there are for its kind: TestNG itself calls neither a failure.
 */
public final class RunTck {
    private static final int LEAST_IMPLEMENTATIONS = 25;

    private RunTck() {}

    public static void main(String[] arguments) {
        Library.load();
        if (arguments.length > 0) {
            Suite.filter = arguments[0];
        }
        Tally tally = new Tally();
        TestNG tests = new TestNG(false);
        tests.setTestClasses(new Class<?>[] {Suite.class});
        tests.setGroupByInstances(true);
        tests.setUseDefaultListeners(false);
        tests.addListener(tally);
        tests.addListener(new OnceMore.Collecting());
        tests.run();
        System.exit(tally.report(Suite.filter.isEmpty()) ? 0 : 1);
    }

    private static final class Tally implements ITestListener {
        private final Map<String, Counts> implementations = new TreeMap<>();
        private final List<String> complaints = new ArrayList<>();

        @Override
        public void onTestSuccess(ITestResult result) {
            count(result).ran++;
        }

        @Override
        public void onTestFailure(ITestResult result) {
            count(result).failed++;
            complain(result, "failed");
        }

        @Override
        public void onTestSkipped(ITestResult result) {
            if (result.wasRetried()) {
                return;
            }
            Counts counts = count(result);
            if (Stubs.contains((ITest) result.getInstance(), result.getMethod().getMethodName())) {
                counts.stubs++;
            } else {
                counts.failed++;
                complain(result, "skipped, and is no stub");
            }
        }

        private synchronized Counts count(ITestResult result) {
            ITest implementation = (ITest) result.getInstance();
            return implementations.computeIfAbsent(
                    implementation.getTestName(), name -> new Counts(Expected.of(implementation)));
        }

        private synchronized void complain(ITestResult result, String what) {
            String name = ((ITest) result.getInstance()).getTestName();
            complaints.add(
                    name + ": " + result.getMethod().getMethodName() + " " + what + "\n    " + result.getThrowable());
        }

        boolean report(boolean all) {
            System.out.printf("%-40s %5s %8s %7s %6s%n", "implementation", "ran", "expected", "failed", "stubs");
            long ran = 0;
            long subjects = implementations.keySet().stream().map(RunTck::subject).distinct().count();
            for (Map.Entry<String, Counts> entry : implementations.entrySet()) {
                Counts counts = entry.getValue();
                ran += counts.ran;
                System.out.printf("%-40s %5d %8d %7d %6d%n",
                        entry.getKey(), counts.ran, counts.expected.runs(), counts.failed, counts.stubs);
                if (counts.ran != counts.expected.runs() || counts.stubs != counts.expected.stubs()) {
                    complaints.add(entry.getKey() + ": not the tests that its kind has");
                }
            }
            if (all && subjects < LEAST_IMPLEMENTATIONS) {
                complaints.add("there are " + subjects + " implementations, and should be " + LEAST_IMPLEMENTATIONS);
            }
            if (implementations.isEmpty()) {
                complaints.add("nothing has been run");
            }
            complaints.forEach(System.out::println);
            System.out.printf("%d implementations, %d runs, %d tests passed, %d complaints%n",
                    subjects, implementations.size(), ran, complaints.size());
            return complaints.isEmpty();
        }
    }

    /** The implementation, however it was looked at. */
    private static String subject(String name) {
        return name.split(", ")[0];
    }

    private static final class Counts {
        final Expected expected;
        int ran;
        int failed;
        int stubs;

        Counts(Expected expected) {
            this.expected = expected;
        }
    }
}
