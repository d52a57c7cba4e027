package dev.roster.testkit.conformance.lockstep;

import dev.roster.testkit.conformance.lockstep.Lockstep.Outcome;
import java.util.List;

/** Where the sides of a {@link Lockstep} part, and what each of them gave there. */
record Divergence(int step, String actual, String expected) {

    /** Of a transaction's outcomes only those that differ are told. */
    static Divergence between(int step, List<Outcome> subject, List<Outcome> model) {
        int first = 0;
        while (first < Math.min(subject.size(), model.size())
                && subject.get(first).equals(model.get(first))) {
            first++;
        }
        return new Divergence(step, describe(subject, first), describe(model, first));
    }

    private static String describe(List<Outcome> outcomes, int index) {
        return index < outcomes.size() ? outcomes.get(index).toString() : "nothing more";
    }
}
