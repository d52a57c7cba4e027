package dev.roster.testkit.conformance.lockstep;

import dev.roster.testkit.conformance.lockstep.Lockstep.Outcome;
import java.util.List;

/** The first step with different results on the two systems of a {@link Lockstep}, and both results. */
record Divergence(int step, String actual, String expected) {

    /** Compares the outcomes of a step, starting at the first that differs. */
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
