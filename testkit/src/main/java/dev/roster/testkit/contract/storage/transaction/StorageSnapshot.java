package dev.roster.testkit.contract.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a client reads about a sample, and about the lists that contain it. Only reads, so that it can be taken during
 * the transaction of another client.
 */
public final class StorageSnapshot {

    private static final int ALL = 1_000;

    private final Map<String, Object> values;

    private StorageSnapshot(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads from all repositories. */
    public static StorageSnapshot of(UnitOfWork unit, StoredSample sample) {
        UserId user = sample.user().id();
        PageRequest first = PageRequest.first();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("user", unit.users().findById(user));
        values.put(
                "user by email address", unit.users().findByEmail(sample.user().email()));
        values.put("credentials", unit.credentials().findByUserId(user));
        values.put("token", owner(unit, sample.token(), Purpose.EMAIL_VERIFICATION, StoredSample.NOW));
        values.put("old token", owner(unit, sample.oldToken(), Purpose.EMAIL_VERIFICATION, StoredSample.LONG_AGO));
        values.put("later token", owner(unit, sample.laterToken(), Purpose.EMAIL_VERIFICATION, StoredSample.NOW));
        values.put("reset token", owner(unit, sample.resetToken(), Purpose.PASSWORD_RESET, StoredSample.NOW));
        values.put("post", unit.posts().findById(sample.post().id()));
        values.put(
                "posts of the user, with comments",
                unit.posts().findWithComments(first, PostFilter.all().byAuthor(user), CommentsEach.atMost(5)));
        values.put("comment", unit.comments().findById(sample.comment().id()));
        values.put(
                "comments on the post", unit.comments().findByPost(sample.post().id(), first));
        values.put("audit events of the user", unit.auditLog().findLatestByUserId(user, ALL));
        values.put("all users", unit.users().findAll(first));
        values.put("all posts", unit.posts().findPaginated(first, PostFilter.all()));
        values.put("all audit events", unit.auditLog().findLatest(ALL));
        return new StorageSnapshot(values);
    }

    private static Optional<UserId> owner(UnitOfWork unit, TokenHash token, Purpose purpose, Instant now) {
        return unit.oneTimeTokens().find(token, purpose, now);
    }

    /** Reads from all repositories and the queue. */
    public static StorageSnapshot of(Storage storage, StoredSample sample) {
        return of((UnitOfWork) storage, sample).withMessages(storage.outboxQueue(), sample);
    }

    /** Adds what a queue lists. Returns this snapshot. */
    public StorageSnapshot withMessages(OutboxQueue queue, StoredSample sample) {
        List<OutboxEntry> messages = queue.list(ALL);
        values.put(
                "message",
                messages.stream()
                        .filter(entry -> entry.id().equals(sample.message().id()))
                        .toList());
        values.put("all messages", messages);
        return this;
    }

    /** Asserts that a client reads all of a sample, as it was stored. */
    public static void assertStored(StoredSample sample, Storage storage) {
        StorageSnapshot stored = of(storage, sample);
        assertThat(stored.partsOfSample(each -> isEmpty(each)))
                .as("missing parts of a sample")
                .containsExactly("later token");
        assertThat(stored.values.get("user")).isEqualTo(Optional.of(sample.user()));
        assertThat(stored.values.get("post")).isEqualTo(Optional.of(sample.post()));
        assertThat(stored.values.get("comment")).isEqualTo(Optional.of(sample.comment()));
    }

    /** Asserts that a client reads nothing of a sample. */
    public static void assertAbsent(StoredSample sample, Storage storage, String description) {
        assertThat(of(storage, sample).partsOfSample(each -> !isEmpty(each)))
                .as("parts of a sample, " + description)
                .isEmpty();
    }

    /** Returns the names of the values that differ from those of an earlier snapshot, of the values that both have. */
    public Set<String> changedSince(StorageSnapshot earlier) {
        return values.keySet().stream()
                .filter(name ->
                        earlier.values.containsKey(name) && !Objects.equals(values.get(name), earlier.values.get(name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> partsOfSample(Predicate<Object> wanted) {
        return values.entrySet().stream()
                .filter(each -> !each.getKey().startsWith("all ") && wanted.test(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isEmpty(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty();
        }
        return value instanceof Page<?> page
                ? page.total() == 0 && page.items().isEmpty()
                : ((List<?>) value).isEmpty();
    }

    /** Asserts that no value differs from an earlier snapshot. */
    public void assertSameAs(StorageSnapshot earlier, String description) {
        assertThat(differences(earlier)).as(description).isEmpty();
    }

    /** Returns how this snapshot differs from an earlier one: a sentence for each value that both have. */
    public List<String> differences(StorageSnapshot earlier) {
        return changedSince(earlier).stream()
                .map(name -> name + ": was " + earlier.values.get(name) + ", is now " + values.get(name))
                .toList();
    }
}
