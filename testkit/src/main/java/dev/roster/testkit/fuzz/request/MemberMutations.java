package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.Mutation.Stage;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Mutations of a member of the body or a query parameter. */
final class MemberMutations {

    private MemberMutations() {}

    static List<Mutation> all() {
        return List.of(
                mutation("awkward text", (message, dice) -> change(message, dice, text(TrickyValues.text(dice), dice))),
                mutation(
                        "long text",
                        (message, dice) -> change(
                                message,
                                dice,
                                (member, json) -> text(TrickyValues.longText(member.schema(), dice), dice)
                                        .apply(member, json))),
                mutation("other type", (message, dice) -> {
                    String value = TrickyValues.jsonOfAnyType(dice);
                    change(message, dice, (member, json) -> json ? value : Encodings.percent(value));
                }),
                mutation("awkward number", (message, dice) -> {
                    String number = dice.oneOf(TrickyValues.NUMBERS);
                    change(message, dice, (member, json) -> number);
                }),
                mutation("null", (message, dice) -> change(message, dice, (member, json) -> "null")),
                mutation("no value", (message, dice) -> change(message, dice, (member, json) -> "")),
                mutation("missing", (message, dice) -> {
                    List<Member> members = members(message, dice);
                    members.remove(dice.nextInt(members.size()));
                }),
                mutation(
                        "all missing", (message, dice) -> members(message, dice).clear()),
                mutation("repeated", (message, dice) -> {
                    List<Member> members = members(message, dice);
                    for (int i = dice.oneOf(List.of(1, 1, 2, 500)); i > 0; i--) {
                        members.add(dice.oneOf(members));
                    }
                }),
                mutation("repeated with another value", (message, dice) -> {
                    List<Member> members = members(message, dice);
                    Member member = dice.oneOf(members);
                    members.add(member.withValue(dice.percent(50) ? "1" : "\"b\""));
                }),
                mutation("unknown member", (message, dice) -> {
                    List<Member> members = members(message, dice);
                    String value = isJson(message, members) ? TrickyValues.jsonOfAnyType(dice) : "1";
                    String key =
                            dice.oneOf(List.of("id", "role", "", "__proto__", "constructor", "a.b", "x[0]", "_method"));
                    members.add(dice.oneOf(members).withKey(key).withValue(value));
                }),
                mutation("many unknown members", (message, dice) -> {
                    List<Member> members = members(message, dice);
                    Member member = dice.oneOf(members);
                    for (int i = dice.oneOf(List.of(100, 1_500)); i > 0; i--) {
                        members.add(member.withKey("k" + i).withValue("1"));
                    }
                }),
                mutation("awkward key", (message, dice) -> rename(message, dice, TrickyValues.text(dice))),
                mutation("other case", (message, dice) -> {
                    List<Member> members = members(message, dice);
                    int i = dice.nextInt(members.size());
                    Member member = members.get(i);
                    members.set(i, member.withKey(member.key().toUpperCase(Locale.ROOT)));
                }));
    }

    private static Mutation mutation(String name, BiConsumer<RequestDraft, RandomSource> effect) {
        return new Mutation(Stage.MEMBERS, name, (message, dice) -> {
            if (!message.members.isEmpty() || !message.query.isEmpty()) {
                effect.accept(message, dice);
            }
        });
    }

    /** Returns the members of the body or the query parameters; if the request has both, chooses one of them. */
    private static List<Member> members(RequestDraft message, RandomSource dice) {
        if (message.query.isEmpty() || (!message.members.isEmpty() && dice.percent(70))) {
            return message.members;
        }
        return message.query;
    }

    private static boolean isJson(RequestDraft message, List<Member> members) {
        return members != message.query && message.isJson();
    }

    private static void change(RequestDraft message, RandomSource dice, BiFunction<Member, Boolean, String> value) {
        List<Member> members = members(message, dice);
        int i = dice.nextInt(members.size());
        Member member = members.get(i);
        members.set(i, member.withValue(value.apply(member, isJson(message, members))));
    }

    private static BiFunction<Member, Boolean, String> text(String text, RandomSource dice) {
        boolean ascii = dice.percent(50);
        boolean raw = dice.percent(15);
        return (member, json) -> {
            if (json) {
                return raw ? "\"" + ByteText.utf8(text) + "\"" : Encodings.json(text, ascii);
            }
            return Encodings.percent(text);
        };
    }

    private static void rename(RequestDraft message, RandomSource dice, String key) {
        List<Member> members = members(message, dice);
        int i = dice.nextInt(members.size());
        String quoted = Encodings.json(key, true);
        String json = quoted.substring(1, quoted.length() - 1);
        members.set(i, members.get(i).withKey(isJson(message, members) ? json : Encodings.percent(key)));
    }
}
