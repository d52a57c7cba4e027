package dev.roster.testkit.fuzz;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that can be wrong with a request.
 *
 * @param stage when it is put in
 * @param name as reports call it
 * @param effect puts it in
 */
record Fault(Stage stage, String name, BiConsumer<Message, Dice> effect) {

    /** A request is made from the inside out, so that later faults find what earlier ones did. */
    enum Stage {
        MEMBERS,
        BODY,
        HEADERS,
        TARGET,
        FRAMING
    }

    static final List<Fault> MEMBERS = MemberFaults.all();
    static final List<Fault> BODY = BodyFaults.all();
    static final List<Fault> HEADERS = HeaderFaults.all();
    static final List<Fault> TARGET = TargetFaults.all();
    static final List<Fault> FRAMING = FramingFaults.all();

    /** A fault that is of some consequence to the request at hand. */
    static Fault draw(Message message, Dice dice) {
        int lot = dice.below(100);
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
