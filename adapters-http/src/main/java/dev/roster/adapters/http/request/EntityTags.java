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
 * Entity tags (RFC 9110, section 8.8.3), and the lists of them in {@code If-Match} and {@code If-None-Match}. Ours are
 * strong, and tell the state and the view apart: {@code "7-h3k2p9-f"} is version 7 of a user as signed-in callers see it in
 * full, {@code "7-h3k2p9-p"} its public profile. Of a post there is but the full view.
 *
 * @param any whether the list is {@code *}, which every existing thing matches
 * @param tags the tags as they were sent, {@code W/} included
 */
public record EntityTags(boolean any, List<String> tags) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");
    private static final Pattern COMMA = Pattern.compile("[ \\t]*(?:,[ \\t]*)*");
    private static final String WEAK = "W/";

    /** The tag of what a viewer sees. */
    public static String tagOf(UserView view) {
        return tag(view.revision(), view instanceof UserView.Complete ? 'f' : 'p');
    }

    /** The tag of a post. */
    public static String tagOf(Post post) {
        return tag(Revision.of(post), 'f');
    }

    /** Every tag that a state goes by, whoever looks. */
    static List<String> allTagsOf(Revision revision) {
        return List.of(tag(revision, 'f'), tag(revision, 'p'));
    }

    /**
     * Reads a header.
     *
     * @param values the header's lines, at least one
     * @return empty if it is malformed
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

    /** Strong comparison, for {@code If-Match}: a weak tag matches nothing. */
    boolean matchesStrongly(List<String> current) {
        return any || tags.stream().anyMatch(current::contains);
    }

    /** Weak comparison, for {@code If-None-Match}: a weak tag matches its strong twin. */
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
