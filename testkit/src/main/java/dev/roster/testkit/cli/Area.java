package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.selection.ClauseSource;
import dev.roster.testkit.contract.api.RosterApiContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Part of the contract, named after its nested class.
 *
 * @param uniqueId the id used by JUnit
 * @param clauses clause ids by the ids used by JUnit
 */
record Area(String name, String uniqueId, Map<String, String> clauses) {

    /** Returns the names of all areas, sorted. */
    static List<String> names() {
        return Stream.of(RosterApiContract.class.getDeclaredClasses())
                .filter(part -> part.isAnnotationPresent(Nested.class))
                .map(part -> name(part.getSimpleName()))
                .sorted()
                .toList();
    }

    /** Returns all areas, sorted by name. */
    static List<Area> of(TestPlan plan) {
        Map<String, Map<String, String>> clauses = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        plan.accept(new TestPlan.Visitor() {
            @Override
            public void visit(TestIdentifier test) {
                if (test.isTest()) {
                    TestIdentifier part = plan.getParent(test).orElseThrow();
                    names.put(part.getUniqueId(), name(part));
                    clauses.computeIfAbsent(part.getUniqueId(), id -> new LinkedHashMap<>())
                            .put(test.getUniqueId(), clause(test));
                }
            }
        });
        List<Area> areas = new ArrayList<>();
        clauses.forEach((id, inIt) -> areas.add(new Area(names.getOrDefault(id, id), id, inIt)));
        areas.sort((one, other) -> one.name().compareTo(other.name()));
        return areas;
    }

    private static String name(TestIdentifier part) {
        String type = part.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .orElseThrow();
        return name(type.substring(type.lastIndexOf('$') + 1));
    }

    private static String name(String part) {
        return part.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String clause(TestIdentifier test) {
        return ClauseSource.clauseOf(test.getSource()).map(Clause::value).orElseGet(test::getDisplayName);
    }

    /** Returns why the area is not run; empty if it is run. */
    Optional<String> skipReason(Options options) {
        if (name.equals("mailed-tokens") && options.mailDir.isEmpty()) {
            return Optional.of("--mail-dir is required");
        }
        if (name.equals("admins") && options.adminToken.isEmpty()) {
            return Optional.of("--admin-token is required");
        }
        if (name.equals("cross-origin") && options.corsOrigin.isEmpty()) {
            return Optional.of("--cors-origin is required");
        }
        if (name.equals("outages") && options.faultControl.isEmpty()) {
            return Optional.of("--fault-control is required");
        }
        if (!options.only.isEmpty() && !options.only.contains(name)) {
            return Optional.of("--only excludes it");
        }
        return options.run
                .selection()
                .filter(selection -> clauses.values().stream().noneMatch(selection::includes))
                .map(selection -> "--clauses excludes it");
    }
}
