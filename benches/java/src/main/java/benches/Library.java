package benches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** A library, and all that it takes part in. */
record Library(String name, String version, List<Contender> contenders) {
    /** A library of the version that the build has chosen. */
    static Library of(String name, Contender... contenders) {
        var versions = new Properties();
        try (var file = Library.class.getResourceAsStream("/versions.properties")) {
            versions.load(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return new Library(name, versions.getProperty(name), List.of(contenders));
    }
}
