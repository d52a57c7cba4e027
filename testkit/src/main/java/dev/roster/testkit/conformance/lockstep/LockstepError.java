package dev.roster.testkit.conformance.lockstep;

import java.util.List;
import java.util.stream.Collectors;

/** The subject does something else than the model; the message holds the program that shows it, as code. */
public final class LockstepError extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int steps;

    LockstepError(Divergence divergence, List<? extends Step<?>> program, String origin) {
        this(divergence, code(program), program.size(), origin);
    }

    private LockstepError(Divergence divergence, String code, int steps, String origin) {
        super("the subject parts from the model at step " + (divergence.step() + 1) + " of " + steps + " (" + origin
                + "):\n\n" + code + "\n\nthe subject: " + divergence.actual() + "\nthe model:   "
                + divergence.expected());
        this.code = code;
        this.steps = steps;
    }

    /** The program, as code that replays it. */
    public String code() {
        return code;
    }

    /** How many steps the program has. */
    public int steps() {
        return steps;
    }

    private static String code(List<? extends Step<?>> program) {
        return program.stream()
                .map(step -> "\n    " + step.toString().replace("\n", "\n    "))
                .collect(Collectors.joining(",", "replay(", ");"));
    }
}
