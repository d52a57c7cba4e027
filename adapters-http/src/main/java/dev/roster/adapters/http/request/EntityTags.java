package dev.roster.adapters.http.request;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A list of entity tags (RFC 9110, section 8.8.3), as sent in {@code If-Match} and {@code If-None-Match}.
 *
 * @param any whether the list is {@code *}, which matches every existing resource
 * @param tags the tags as sent, including {@code W/}
 */
public record EntityTags(boolean any, List<String> tags) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*+\"");

    /**
     * Tags separated by commas; empty list elements are ignored (RFC 9110, section 5.6.1). The repetitions are
     * possessive: a greedy repetition of a group recurses, and a list of some thousand tags would overflow the stack.
     */
    private static final Pattern LIST =
            Pattern.compile("[ \\t,]*+TAG(?:[ \\t]*+,[ \\t,]*+TAG)*+[ \\t,]*+".replace("TAG", TAG.pattern()));

    private static final String WEAK = "W/";

    /** Parses the values of all lines of a header. Returns empty if the header is malformed. */
    static Optional<EntityTags> parse(List<String> values) {
        String list = String.join(",", values).strip();
        if (list.equals("*")) {
            return Optional.of(new EntityTags(true, List.of()));
        }
        return LIST.matcher(list).matches()
                ? Optional.of(new EntityTags(
                        false,
                        TAG.matcher(list).results().map(MatchResult::group).toList()))
                : Optional.empty();
    }

    /** Compares strongly, as required for {@code If-Match}: a weak tag matches nothing. */
    boolean matchesStrongly(List<String> current) {
        return any || tags.stream().anyMatch(current::contains);
    }

    /** Compares weakly, as required for {@code If-None-Match}: a weak tag matches the strong tag with the same text. */
    boolean matchesWeakly(List<String> current) {
        return any || tags.stream().map(EntityTags::withoutWeak).anyMatch(current::contains);
    }

    private static String withoutWeak(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }
}
