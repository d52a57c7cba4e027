package dev.roster.bootstrap.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The program in README.md is the one in src/it, which the build compiles and runs, and so are its dependencies. */
class ReadmeExampleTest {

    private static final Path PROJECT = Path.of("src/it/own-notifications");

    private final String readme = read(Path.of("README.md"));

    @Test
    void showsProgram() {
        assertThat(readme)
                .contains("```java\n" + read(PROJECT.resolve("src/main/java/com/example/Welcome.java")) + "```\n");
    }

    @Test
    void showsDependencies() {
        String pom = read(PROJECT.resolve("pom.xml"));
        String dependencies = pom.substring(
                pom.indexOf("<dependencies>\n") + "<dependencies>\n".length(), pom.indexOf("  </dependencies>"));

        assertThat(readme).contains("```xml\n" + withoutIndentation(dependencies) + "\n```\n");
    }

    private static String withoutIndentation(String xml) {
        return xml.lines().map(line -> line.substring(4)).collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
