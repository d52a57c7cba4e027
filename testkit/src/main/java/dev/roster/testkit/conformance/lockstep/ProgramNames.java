package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in a program: arguments that consist of letters and a number, as created by {@link ProgramContext#newName}. */
final class ProgramNames {

    private static final Pattern NAME = Pattern.compile("\"([A-Za-z]+[0-9]+)\"");

    private ProgramNames() {}

    /** Returns all names, in the order in which they first occur. */
    static List<String> of(List<? extends Step<?>> program) {
        Set<String> names = new LinkedHashSet<>();
        for (Step<?> step : program) {
            Matcher matcher = NAME.matcher(step.toString());
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return List.copyOf(names);
    }

    static boolean sameKind(String one, String other) {
        return kind(one).equals(kind(other));
    }

    static <U> List<Step<U>> renamed(List<Step<U>> program, String from, String to) {
        List<Step<U>> renamed = new ArrayList<>();
        for (Step<U> step : program) {
            if (step instanceof Call<U> call) {
                renamed.add(call.renamed(from, to));
            } else if (step instanceof Transaction<U> transaction) {
                renamed.add(transaction.with(call -> call.renamed(from, to)));
            }
        }
        return renamed;
    }

    /** Returns the program without the first call that contains the name. */
    static <U> List<Step<U>> withoutFirst(List<Step<U>> program, String name) {
        List<Step<U>> fewer = new ArrayList<>(program);
        for (int i = 0; i < program.size(); i++) {
            Step<U> step = program.get(i);
            if (step instanceof Call<U> call && has(call, name)) {
                fewer.remove(i);
                return fewer;
            }
            if (step instanceof Transaction<U> transaction) {
                for (int j = 0; j < transaction.calls().size(); j++) {
                    if (has(transaction.calls().get(j), name)) {
                        fewer.set(i, transaction.without(j));
                        return fewer;
                    }
                }
            }
        }
        return fewer;
    }

    private static boolean has(Call<?> call, String name) {
        return call.code().contains('"' + name + '"');
    }

    /** Renumbers the names of each kind from 1, in the order in which they first occur. */
    static <U> List<Step<U>> numbered(List<Step<U>> program) {
        // Uses temporary names that no program contains, so that two names never become one.
        List<Step<U>> current = program;
        Map<String, Integer> counts = new HashMap<>();
        List<String> names = of(program);
        for (String name : names) {
            current = renamed(current, name, "the " + name);
        }
        for (String name : names) {
            int number = counts.merge(kind(name), 1, Integer::sum);
            current = renamed(current, "the " + name, kind(name) + number);
        }
        return current;
    }

    private static String kind(String name) {
        return name.replaceFirst("[0-9]+$", "");
    }
}
