package dev.roster.testkit.conformance.lockstep;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports that a result of the system under test differs from the reference model. The message contains the program
 * that shows it, as code.
 */
public final class LockstepError extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int steps;

    LockstepError(Divergence divergence, List<? extends Step<?>> program, String origin) {
        this(divergence, code(program), program.size(), origin);
    }

    private LockstepError(Divergence divergence, String code, int steps, String origin) {
        super("the system under test differs from the model at step " + (divergence.step() + 1) + " of " + steps + " ("
                + origin + "):\n\n" + code + "\n\nactual:   " + divergence.actual() + "\nexpected: "
                + divergence.expected());
        this.code = code;
        this.steps = steps;
    }

    /** Returns the program as code that replays it. */
    public String code() {
        return code;
    }

    /** Returns the number of steps in the program. */
    public int steps() {
        return steps;
    }

    private static String code(List<? extends Step<?>> program) {
        return program.stream()
                .map(step -> "\n    " + step.toString().replace("\n", "\n    "))
                .collect(Collectors.joining(",", "replay(", ");"));
    }
}
