package rust.reactivestreams.tck;

import java.util.ArrayList;
import java.util.List;
import org.testng.ITest;
import org.testng.annotations.Factory;

/** Every implementation, as an instance of the verification that fits it. */
public final class Suite {
    /** Set by {@link RunTck}: what the name of an instance has in it. */
    static String filter = "";

    @Factory
    public Object[] instances() {
        List<ITest> instances = new ArrayList<>();
        for (String name : Implementations.SOURCES) {
            instances.add(new SourceTck(name, false));
            instances.add(new FlowSourceTck(name));
        }
        for (String name : List.of("range", "publish_on", "concat_map")) {
            instances.add(new SourceTck(name, true));
        }
        for (String name : Implementations.PROCESSORS) {
            instances.add(new ProcessorTck(name));
            instances.add(new FlowProcessorTck(name));
        }
        for (String name : Implementations.SINKS) {
            instances.add(new WhiteboxTck(name));
            instances.add(new BlackboxTck(name));
            instances.add(new FlowBlackboxTck(name));
        }
        instances.removeIf(instance -> !instance.getTestName().contains(filter));
        return instances.toArray();
    }
}
