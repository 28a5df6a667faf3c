package rust.reactivestreams;

import java.nio.file.Path;

/** The native library under test: its path is in the property {@code library}. */
public final class Library {
    private Library() {}

    public static void load() {
        String library = System.getProperty("library");
        if (library == null) {
            throw new IllegalStateException("run by .ci/jvm, which says where the native library is: -Dlibrary=…");
        }
        RustStreams.load(Path.of(library));
    }
}
