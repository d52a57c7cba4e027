package dev.roster.adapters.http.request;

import dev.roster.application.access.Revision;
import dev.roster.application.account.UserView;
import dev.roster.domain.post.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of entity tags (RFC 9110, section 8.8.3), as sent in {@code If-Match} and {@code If-None-Match}. Roster's own
 * tags are strong and identify state and view: {@code "7-h3k2p9-f"} is the full view of version 7 of a user, as
 * authenticated callers see it; {@code "7-h3k2p9-p"} is its public profile. Posts have a full view only.
 *
 * @param any whether the list is {@code *}, which matches every existing resource
 * @param tags the tags as sent, including {@code W/}
 */
public record EntityTags(boolean any, List<String> tags) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");
    private static final Pattern COMMA = Pattern.compile("[ \\t]*(?:,[ \\t]*)*");
    private static final String WEAK = "W/";

    /** Returns the tag of a view of a user. */
    public static String tagOf(UserView view) {
        return tag(view.revision(), view instanceof UserView.Complete ? 'f' : 'p');
    }

    /** Returns the tag of a post. */
    public static String tagOf(Post post) {
        return tag(Revision.of(post), 'f');
    }

    /** Returns the tags of all views of a state. */
    static List<String> allTagsOf(Revision revision) {
        return List.of(tag(revision, 'f'), tag(revision, 'p'));
    }

    /**
     * Parses a header.
     *
     * @param values the values of all lines of the header, at least one
     * @return empty if the header is malformed
     */
    static Optional<EntityTags> parse(List<String> values) {
        String list = String.join(",", values).strip();
        if (list.equals("*")) {
            return Optional.of(new EntityTags(true, List.of()));
        }
        List<String> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(list);
        Matcher comma = COMMA.matcher(list);
        int at = skip(comma, 0);
        while (at < list.length()) {
            tag.region(at, list.length());
            if (!tag.lookingAt()) {
                return Optional.empty();
            }
            tags.add(tag.group());
            at = skip(comma, tag.end());
            if (at < list.length() && list.substring(tag.end(), at).indexOf(',') < 0) {
                return Optional.empty();
            }
        }
        return tags.isEmpty() ? Optional.empty() : Optional.of(new EntityTags(false, List.copyOf(tags)));
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

    private static int skip(Matcher comma, int from) {
        comma.region(from, comma.regionEnd());
        return comma.lookingAt() ? comma.end() : from;
    }

    private static String tag(Revision revision, char view) {
        return '"'
                + Long.toString(revision.version())
                + '-'
                + Long.toString(EpochMicros.of(revision.updatedAt()), Character.MAX_RADIX)
                + '-'
                + view
                + '"';
    }
}
