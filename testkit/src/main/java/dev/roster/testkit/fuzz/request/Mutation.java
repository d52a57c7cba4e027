package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Fault that can be added to a request.
 *
 * @param stage when the fault is added
 * @param name the name used in reports
 * @param effect adds the fault
 */
public record Mutation(Stage stage, String name, BiConsumer<RequestDraft, RandomSource> effect) {

    /**
     * Stages of building a request, from the inside out. Mutations of later stages apply to the result of earlier ones.
     */
    enum Stage {
        MEMBERS,
        BODY,
        HEADERS,
        TARGET,
        FRAMING
    }

    public static final List<Mutation> MEMBERS = MemberMutations.all();
    public static final List<Mutation> BODY = BodyMutations.all();
    public static final List<Mutation> HEADERS = HeaderMutations.all();
    public static final List<Mutation> TARGET = TargetMutations.all();
    public static final List<Mutation> FRAMING = FramingMutations.all();

    boolean changesMembers() {
        return stage == Stage.MEMBERS;
    }

    void apply(RequestDraft message, RandomSource dice) {
        effect.accept(message, dice);
    }

    /** Returns a random mutation, preferably one that affects this request. */
    static Mutation random(RequestDraft message, RandomSource dice) {
        int lot = dice.nextInt(100);
        boolean hasMembers = !message.members.isEmpty() || !message.query.isEmpty();
        if (lot < 40 && hasMembers) {
            return dice.oneOf(MEMBERS);
        } else if (lot < 55 && !message.operation.bodies().isEmpty()) {
            return dice.oneOf(BODY);
        } else if (lot < 77) {
            return dice.oneOf(HEADERS);
        } else if (lot < 90) {
            return dice.oneOf(TARGET);
        }
        return dice.oneOf(FRAMING);
    }
}
