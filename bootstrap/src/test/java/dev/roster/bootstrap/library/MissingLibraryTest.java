package dev.roster.bootstrap.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries that only some programs bring: each use names the one that it misses, and needs none of the others. */
class MissingLibraryTest {

    /** Jars that a program may leave out. */
    private static final Pattern OPTIONAL = Pattern.compile("(h2|postgresql|swagger-ui|bcprov-jdk18on|jakarta\\.mail"
            + "|jmustache|micrometer-.*|prometheus-metrics-.*|jedis|resilience4j-.*|picocli|logback-.*)-\\d.*");

    @ParameterizedTest
    @CsvSource({
        "h2, com.h2database:h2, h2.version",
        "postgres, org.postgresql:postgresql, postgresql.version",
        "postgres-options, org.postgresql:postgresql, postgresql.version",
        "hasher, org.bouncycastle:bcprov-jdk18on, bouncycastle.version",
        "mail, org.eclipse.angus:jakarta.mail, angus-mail.version",
        "mail, com.samskivert:jmustache, jmustache.version",
        "docs, org.webjars:swagger-ui, swagger-ui.version"
    })
    void namesMissingLibrary(String use, String artifact, String versionProperty) throws Exception {
        String version = Files.readString(Path.of("../pom.xml")).split("</?" + versionProperty + ">", 3)[1];
        String name = artifact.substring(artifact.indexOf(':') + 1);
        String others = use.equals("hasher") || use.equals("docs") ? "h2" : use.equals("mail") ? otherOfMail(name) : "";

        String result = run(use, others);

        assertThat(result)
                .contains("missing library " + artifact + ", which is required for ")
                .contains("; add " + artifact + ":" + version + " to the dependencies")
                .startsWith(use.equals("docs") ? "404 " : "IllegalStateException: ");
    }

    private static String otherOfMail(String missing) {
        return missing.equals("jmustache") ? "jakarta.mail" : "jmustache";
    }

    @Test
    void needsOnlyDriverOfItsDatabase() throws Exception {
        assertThat(run("h2", "h2")).startsWith("H2 ");
        assertThat(run("postgres-options", "postgresql")).isEqualTo("Database[jdbc:postgresql://localhost:1/none]");
    }

    @Test
    void servesDocumentationWithLibrary() throws Exception {
        assertThat(run("docs", "h2", "swagger-ui")).startsWith("200 ");
    }

    /** Runs a use without any optional library except the given ones. */
    private static String run(String use, String... libraries) throws Exception {
        try (URLClassLoader loader = with(List.of(libraries))) {
            @SuppressWarnings("unchecked")
            UnaryOperator<String> program = (UnaryOperator<String>) loader.loadClass(LibraryUse.class.getName())
                    .getConstructor()
                    .newInstance();
            return program.apply(use);
        }
    }

    private static URLClassLoader with(List<String> libraries) throws MalformedURLException {
        List<URL> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            File file = new File(entry);
            boolean named =
                    libraries.stream().anyMatch(library -> file.getName().matches(library + "-\\d.*"));
            if (named || !OPTIONAL.matcher(file.getName()).matches()) {
                jars.add(file.toURI().toURL());
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
