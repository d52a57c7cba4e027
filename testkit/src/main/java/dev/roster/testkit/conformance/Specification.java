package dev.roster.testkit.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/**
 * Checks that the Javadoc of the ports and the contracts agree: every promised id has a clause, every clause is
 * promised, and every method of a port promises something. A contract consists of {@code @Nested} parts; a part with
 * clauses must not inherit others.
 *
 * <p>In Javadoc a promise is an id in code markup, <code>{&#64;code users.email-unique-ignoring-case}</code>, whose
 * area is used by a clause of the contracts.
 */
public final class Specification {

    private static final Pattern JAVADOC = Pattern.compile("/\\*\\*(.*?)\\*/\\s*([^;{]*)[;{]", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\\{@code ([a-z]+(?:-[a-z]+)*\\.[a-z0-9]+(?:-[a-z0-9]+)*)}");

    private Specification() {}

    /**
     * Compares ports with contracts.
     *
     * @param ports the source files of the ports
     * @param contracts the contract classes
     * @return every disagreement, each as a sentence; empty if they agree
     * @throws IOException if a source file cannot be read
     */
    public static List<String> disagreements(Collection<Path> ports, Collection<Class<?>> contracts)
            throws IOException {
        List<String> found = new ArrayList<>();
        Set<String> proved = new TreeSet<>();
        for (Class<?> contract : contracts) {
            parts(contract)
                    .filter(part ->
                            part.getSuperclass() != null && !ownClauses(part).isEmpty())
                    .filter(part -> !clausesOf(part.getSuperclass()).isEmpty())
                    .map(part -> part.getSimpleName() + " inherits clauses; nest their class instead")
                    .forEach(found::add);
            for (String id : clausesOf(contract)) {
                if (!proved.add(id)) {
                    found.add("clause " + id + " is defined twice, the second time in " + contract.getSimpleName());
                }
            }
        }
        Set<String> areas = proved.stream().map(Specification::area).collect(Collectors.toSet());
        Set<String> promised = new TreeSet<>();
        for (Path port : ports) {
            String source = Files.readString(port);
            Set<String> here = ids(source, areas);
            promised.addAll(here);
            if (!here.isEmpty() && source.contains("public interface ")) {
                found.addAll(methodsWithoutPromise(port, source, areas));
            }
        }
        for (String id : promised) {
            if (!proved.contains(id)) {
                found.add("promise " + id + " has no clause in any contract");
            }
        }
        for (String id : proved) {
            if (!promised.contains(id)) {
                found.add("clause " + id + " is not in the Javadoc of any port");
            }
        }
        return found;
    }

    /** Returns the ids of all clauses of a contract, sorted. An id occurs twice if two methods have it. */
    public static List<String> clausesOf(Class<?> contract) {
        return parts(contract)
                .flatMap(part -> ownClauses(part).stream())
                .sorted()
                .toList();
    }

    /** Returns the class itself, its superclasses and, recursively, the classes nested in any of them. */
    private static Stream<Class<?>> parts(Class<?> contract) {
        Stream<Class<?>> nested =
                Arrays.stream(contract.getDeclaredClasses()).filter(part -> part.isAnnotationPresent(Nested.class));
        return Stream.concat(
                Stream.of(contract),
                Stream.concat(Stream.ofNullable(contract.getSuperclass()), nested)
                        .flatMap(Specification::parts));
    }

    private static List<String> ownClauses(Class<?> part) {
        return Arrays.stream(part.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Clause.class))
                .map(method -> method.getAnnotation(Clause.class).value())
                .toList();
    }

    private static List<String> methodsWithoutPromise(Path port, String source, Set<String> areas) {
        List<String> found = new ArrayList<>();
        Matcher documented = JAVADOC.matcher(source);
        while (documented.find()) {
            String declaration = documented.group(2);
            boolean constant = declaration.contains("=");
            boolean method = declaration.contains("(") && !constant && !declaration.contains("record ");
            if (method && ids(documented.group(1), areas).isEmpty()) {
                found.add(port.getFileName() + ": no promise in the Javadoc of "
                        + declaration.strip().replaceAll("\\s+", " "));
            }
        }
        return found;
    }

    private static Set<String> ids(String text, Set<String> areas) {
        Set<String> ids = new TreeSet<>();
        // A Javadoc line may break inside the markup.
        Matcher matcher = ID.matcher(text.replaceAll("\\s*\\n\\s*\\*\\s*", " "));
        while (matcher.find()) {
            if (areas.contains(area(matcher.group(1)))) {
                ids.add(matcher.group(1));
            }
        }
        return ids;
    }

    private static String area(String id) {
        return id.substring(0, id.indexOf('.'));
    }
}
