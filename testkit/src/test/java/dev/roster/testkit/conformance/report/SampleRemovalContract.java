package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.Clause;

/** Part of a contract in a class of its own. */
public abstract class SampleRemovalContract {

    abstract SampleContract contract();

    @Clause(value = "removal.gone", promise = "A box that was removed is not found.")
    void gone() {
        contract().check("removal.gone");
    }

    @Clause(value = "removal.others-stay", promise = "Removing a box removes no other.")
    void othersStay() {
        contract().check("removal.others-stay");
    }
}
