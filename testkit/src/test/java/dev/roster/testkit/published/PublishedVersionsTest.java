package dev.roster.testkit.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Files that are used without the build contain versions as text. These tests compare them with the versions of the
 * build.
 */
class PublishedVersionsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLE = Path.of("src/it/own-adapter");
    private static final Pattern GRADLE_COORDINATES = Pattern.compile("\"([\\w.-]+):([\\w.-]+):([\\w.-]+)\"");
    private static final Pattern XML_DEPENDENCY =
            Pattern.compile("<artifactId>([\\w.-]+)</artifactId>\\s*<version>([^<@]+)</version>");

    @Test
    void pomOfExampleHasVersionsOfBuild() throws Exception {
        assertThat(versions(parse(EXAMPLE.resolve("pom.xml"))))
                .containsKeys("roster-bom", "junit-bom", "maven-surefire-plugin", "maven-compiler-plugin")
                .satisfies(PublishedVersionsTest::areOfBuild);
    }

    @Test
    void gradleBuildOfExampleHasVersionsOfBuild() throws Exception {
        Map<String, String> named = pairs(GRADLE_COORDINATES, Files.readString(EXAMPLE.resolve("build.gradle.kts")), 2);

        assertThat(named).containsOnlyKeys("roster-bom", "junit-bom").satisfies(PublishedVersionsTest::areOfBuild);
    }

    @Test
    void examplesOfReadmeHaveVersionsOfBuild() throws Exception {
        Map<String, String> named = pairs(XML_DEPENDENCY, Files.readString(Path.of("README.md")), 1);

        assertThat(named).isNotEmpty().satisfies(PublishedVersionsTest::areOfBuild);
    }

    @Test
    void bomListsArtifactsOfBuild() throws Exception {
        Map<String, String> listed = versions(parse(Path.of("bom/pom.xml")));
        Map<String, String> ours = versionsOfBuild();
        ours.keySet().removeIf(artifact -> !artifact.startsWith("roster-"));

        assertThat(listed).containsAllEntriesOf(ours).satisfies(PublishedVersionsTest::areOfBuild);
    }

    /** Without a parent, a project that imports the BOM gets no versions of other libraries. */
    @Test
    void bomManagesNothingElse() throws Exception {
        Document bom = parse(Path.of("bom/pom.xml"));

        assertThat(elements(bom, "parent")).isEmpty();
        assertThat(elements(bom, "dependency"))
                .allSatisfy(
                        dependency -> assertThat(child(dependency, "groupId")).isEqualTo("dev.roster"));
    }

    private static void areOfBuild(Map<String, String> named) throws Exception {
        Map<String, String> ofBuild = versionsOfBuild();
        ofBuild.put("roster-bom", projectVersion());
        assertThat(ofBuild).containsAllEntriesOf(named);
    }

    private static Map<String, String> versionsOfBuild() throws Exception {
        Document root = parse(ROOT.resolve("pom.xml"));
        Map<String, String> properties = new TreeMap<>(Map.of("project.version", projectVersion()));
        elements(root, "properties")
                .forEach(block ->
                        children(block).forEach(each -> properties.put(each.getTagName(), each.getTextContent())));
        Map<String, String> versions = versions(root);
        versions.replaceAll((artifact, version) ->
                version.startsWith("${") ? properties.get(version.substring(2, version.length() - 1)) : version);
        return versions;
    }

    private static String projectVersion() throws Exception {
        return child(parse(ROOT.resolve("pom.xml")).getDocumentElement(), "version");
    }

    /** Returns the versions of all dependencies and plugins, by artifact. */
    private static Map<String, String> versions(Document pom) {
        Map<String, String> versions = new TreeMap<>();
        for (String kind : List.of("dependency", "plugin")) {
            elements(pom, kind).stream()
                    .filter(each -> !child(each, "version").isEmpty())
                    .forEach(each -> versions.put(child(each, "artifactId"), child(each, "version")));
        }
        return versions;
    }

    private static Map<String, String> pairs(Pattern pattern, String text, int firstGroup) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(firstGroup),
                        (MatchResult found) -> found.group(firstGroup + 1),
                        (first, second) -> first.equals(second) ? first : first + " and " + second,
                        TreeMap::new));
    }

    private static Document parse(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    }

    private static List<Element> elements(Document document, String name) {
        return elements(document.getElementsByTagName(name));
    }

    private static List<Element> children(Element parent) {
        return elements(parent.getChildNodes());
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).forEach((Node node) -> {
            if (node instanceof Element element) {
                elements.add(element);
            }
        });
        return elements;
    }

    private static String child(Element parent, String name) {
        return children(parent).stream()
                .filter(each -> each.getTagName().equals(name))
                .map(each -> each.getTextContent().strip())
                .findFirst()
                .orElse("");
    }
}
