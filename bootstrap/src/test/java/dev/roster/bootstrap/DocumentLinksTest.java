package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The links in the documents of the repository: each leads to an existing file and heading, and a link with the text
 * {@code Type#method} to a file that has this method.
 */
class DocumentLinksTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> GENERATED = Set.of("target", ".git");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^\\s*```.*?^\\s*```$");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
    private static final Pattern METHOD = Pattern.compile("`\\w+#(\\w+)`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    @TempDir
    Path directory;

    @Test
    void everyLinkLeadsToFileAndHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> documents = documents();
        for (Path document : documents) {
            broken.addAll(brokenLinks(document));
        }

        assertThat(documents).contains(REPOSITORY.resolve("README.md")).hasSizeGreaterThan(8);
        assertThat(broken).isEmpty();
    }

    @Test
    void reportsBrokenLinks() throws IOException {
        Path file = Files.writeString(directory.resolve("SomeTest.java"), "void works() {}");
        Path document = Files.writeString(directory.resolve("README.md"), """
                # A title, with `code`
                [a](#a-title-with-code) [b](SomeTest.java) [`SomeTest#works`](SomeTest.java) [c](https://example.com)
                [d](#elsewhere) [e](Missing.java) [`SomeTest#fails`](SomeTest.java)
                ```
                [f](Missing.java)
                ```
                """);

        assertThat(file).exists();
        assertThat(brokenLinks(document))
                .containsExactly(
                        document + ": there is no heading #elsewhere in README.md",
                        document + ": there is no file Missing.java",
                        document + ": there is no method fails in SomeTest.java");
    }

    /** Does not enter folders that other tests write to. */
    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        Files.walkFileTree(REPOSITORY, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = GENERATED.contains(String.valueOf(folder.getFileName()));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    documents.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return documents;
    }

    private static List<String> brokenLinks(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link : LINK.matcher(textOf(document)).results().toList()) {
            if (!link.group(2).matches("[a-z]+:.*")) {
                String error = error(document, link.group(1), link.group(2));
                if (!error.isEmpty()) {
                    broken.add(document + ": " + error);
                }
            }
        }
        return broken;
    }

    /** Returns what is wrong with a link; empty if nothing is. */
    private static String error(Path document, String text, String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? document : document.resolveSibling(path);
        if (!Files.exists(target)) {
            return "there is no file " + path;
        }
        if (hash >= 0 && !anchors(target).contains(link.substring(hash + 1))) {
            return "there is no heading " + link.substring(hash) + " in " + target.getFileName();
        }
        var method = METHOD.matcher(text);
        if (method.matches() && !Files.readString(target).contains(" " + method.group(1) + "(")) {
            return "there is no method " + method.group(1) + " in " + target.getFileName();
        }
        return "";
    }

    private static String textOf(Path document) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
    }

    /** Returns the anchors that GitHub gives the headings: lower case, without punctuation, with hyphens for spaces. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(textOf(document))
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
