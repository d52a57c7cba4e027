package dev.roster.testkit.conformance.baseline;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Stream;

/** The compiled test classes of an implementer. */
final class TestClasses {

    private TestClasses() {}

    /**
     * Returns whether a class with a simple name is compiled into the same folder as another class. Also true if the
     * other class is in an archive.
     */
    static boolean contain(String simpleName, Class<?> other) {
        CodeSource source = other.getProtectionDomain().getCodeSource();
        try {
            return source == null || contains(Path.of(source.getLocation().toURI()), simpleName);
        } catch (IOException | URISyntaxException | IllegalArgumentException noFolder) {
            return true;
        }
    }

    private static boolean contains(Path root, String simpleName) throws IOException {
        if (!Files.isDirectory(root)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(root)) {
            String file = simpleName + ".class";
            return files.map(path -> String.valueOf(path.getFileName()))
                    .anyMatch(name -> name.equals(file) || name.endsWith("$" + file));
        }
    }
}
