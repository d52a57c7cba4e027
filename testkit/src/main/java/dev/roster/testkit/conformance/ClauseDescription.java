package dev.roster.testkit.conformance;

import dev.roster.testkit.conformance.Clause.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/**
 * What a contract says about one of its clauses.
 *
 * @param id the id of the clause
 * @param contract the simple name of the public contract class that contains it
 * @param promise its promise, in one sentence
 * @param level its obligation
 * @param since the version of the contract that contained it first
 * @param needs the names of the capabilities on which it depends
 */
public record ClauseDescription(
        String id, String contract, String promise, Level level, String since, List<String> needs) {

    /** Copies the list. */
    public ClauseDescription {
        needs = List.copyOf(needs);
    }

    /** Returns all clauses of a contract and of its nested parts, sorted by id. */
    public static List<ClauseDescription> of(Class<?> contract) {
        return in(contract, contract)
                .sorted(Comparator.comparing(ClauseDescription::id))
                .toList();
    }

    private static Stream<ClauseDescription> in(Class<?> part, Class<?> enclosing) {
        Class<?> named = isPublicContract(part) ? part : enclosing;
        Stream<ClauseDescription> own = Arrays.stream(part.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Clause.class))
                .map(method -> of(method, named));
        Stream<ClauseDescription> nested = Arrays.stream(part.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(Nested.class))
                .flatMap(type -> in(type, named));
        Stream<ClauseDescription> inherited =
                Stream.ofNullable(part.getSuperclass()).flatMap(type -> in(type, named));
        return Stream.of(own, nested, inherited).flatMap(each -> each);
    }

    private static boolean isPublicContract(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && Modifier.isAbstract(type.getModifiers());
    }

    private static ClauseDescription of(Method method, Class<?> contract) {
        Clause clause = method.getAnnotation(Clause.class);
        return new ClauseDescription(
                clause.value(),
                contract.getSimpleName(),
                clause.promise(),
                clause.level(),
                clause.since(),
                List.of(clause.needs()));
    }
}
