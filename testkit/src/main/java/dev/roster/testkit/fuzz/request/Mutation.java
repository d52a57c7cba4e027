package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that can be wrong with a request.
 *
 * @param stage when it is put in
 * @param name as reports call it
 * @param effect puts it in
 */
public record Mutation(Stage stage, String name, BiConsumer<RequestDraft, RandomSource> effect) {

    /** A request is made from the inside out, so that later faults find what earlier ones did. */
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

    /** A fault that is of some consequence to the request at hand. */
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
