package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.contract.storage.transaction.CallArguments;
import dev.roster.testkit.contract.storage.transaction.PortCall;
import dev.roster.testkit.contract.storage.transaction.StorageSnapshot;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Contract of the data of a whole {@link Storage}: what each change leaves unchanged, and large numbers of rows. */
public abstract class StoredDataContract extends Contract<Storage> {

    private static final Instant NOW = StoredSample.NOW;

    /** More than the largest page, so that each list has a second one. */
    private static final int MANY = PageRequest.MAX_SIZE + 1;

    private static final Set<String> NOTHING = Set.of();

    /** The parts of a {@link StorageSnapshot} that a successful change affects, by {@link PortCall#toString()}. */
    private static final Map<String, Set<String>> AFFECTED = Map.ofEntries(
            Map.entry("users().create(NewUser)", Set.of("all users")),
            Map.entry("users().update(User)", Set.of("user", "user by email address", "all users")),
            Map.entry("users().delete(UserId)", allOfUser()),
            Map.entry("users().delete(UserId, long)", allOfUser()),
            Map.entry("credentials().setPassword(UserId, PasswordHash)", Set.of("credentials")),
            Map.entry("credentials().renewHash(UserId, PasswordHash, PasswordHash)", Set.of("credentials")),
            Map.entry("credentials().endSessions(UserId)", Set.of("credentials")),
            Map.entry("oneTimeTokens().store(OneTimeToken)", Set.of("later token")),
            Map.entry("oneTimeTokens().consume(TokenHash, Purpose, Instant)", Set.of("token")),
            Map.entry("oneTimeTokens().revoke(UserId, Purpose, Instant)", Set.of("token", "old token")),
            Map.entry("oneTimeTokens().deleteExpiredBefore(Instant)", Set.of("old token")),
            Map.entry("posts().create(NewPost)", Set.of("posts of the user, with comments", "all posts")),
            Map.entry("posts().update(Post)", Set.of("post", "posts of the user, with comments", "all posts")),
            Map.entry("posts().delete(PostId)", allOfPost()),
            Map.entry("posts().delete(PostId, long)", allOfPost()),
            Map.entry(
                    "comments().create(NewComment)",
                    Set.of("comments on the post", "posts of the user, with comments")),
            Map.entry(
                    "comments().delete(CommentId)",
                    Set.of("comment", "comments on the post", "posts of the user, with comments")),
            Map.entry("auditLog().append(AuditEvent)", Set.of("audit events of the user", "all audit events")),
            Map.entry("auditLog().deleteBefore(Instant)", Set.of("audit events of the user", "all audit events")),
            Map.entry("outbox().append(OutboxMessage)", Set.of("all messages")),
            Map.entry("outboxQueue().acknowledge(Claim)", Set.of("message", "all messages")),
            Map.entry("outboxQueue().acknowledgeAll(List)", Set.of("message", "all messages")),
            Map.entry("outboxQueue().retryLater(Claim, Instant, String)", Set.of("message", "all messages")),
            Map.entry("outboxQueue().deadLetter(Claim, String)", Set.of("message", "all messages")),
            Map.entry("outboxQueue().expire(Claim)", Set.of("message", "all messages")),
            // Each message is claimed already.
            Map.entry("outboxQueue().claim(Lane, int, Instant, Duration)", NOTHING),
            Map.entry("outboxQueue().retryNow(MessageId, Instant)", NOTHING),
            Map.entry("inTransaction(TransactionWork)", Set.of("all users")));

    /** The changes that affect the old rows of each user. */
    private static final Map<String, Set<String>> AFFECTED_OF_OTHERS = Map.of(
            "oneTimeTokens().deleteExpiredBefore(Instant)", Set.of("old token"),
            "auditLog().deleteBefore(Instant)", Set.of("audit events of the user"));

    /** For subclasses. */
    protected StoredDataContract() {}

    @Override
    protected List<String> dataIn(Storage client) {
        return StoredData.in(client);
    }

    private static Set<String> allOfUser() {
        Set<String> parts = new TreeSet<>(allOfPost());
        parts.addAll(Set.of(
                "user", "user by email address", "credentials", "token", "old token", "reset token", "all users"));
        return parts;
    }

    private static Set<String> allOfPost() {
        return Set.of("post", "posts of the user, with comments", "comment", "comments on the post", "all posts");
    }

    /**
     * Given two users with rows in each repository. When each change of each port is made to the rows of one of them.
     * Then exactly the rows that the change is about are different, and the rows of the other are as before.
     */
    @Clause(
            value = "storage.changes-affect-nothing-else",
            promise = "Each change affects the rows that it is about and what belongs to them, and leaves all other "
                    + "data as it was.")
    void changesAffectNothingElse() {
        StoredSample other = client().inTransaction(StoredSample::storeIn);
        List<String> names = changes(other).stream().map(PortCall::toString).toList();
        assertThat(AFFECTED.keySet())
                .as("AFFECTED in %s names what each change affects", StoredDataContract.class.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(names);

        StorageSnapshot otherBefore = snapshot(other);
        for (int i = 0; i < names.size(); i++) {
            StoredSample sample = client().inTransaction(StoredSample::storeIn);
            PortCall change = changes(sample).get(i);
            StorageSnapshot before = snapshot(sample);

            change.in(client());

            assertThat(snapshot(sample).changedSince(before))
                    .as("what %s has affected", change)
                    .containsExactlyInAnyOrderElementsOf(AFFECTED.get(change.toString()));
            StorageSnapshot otherAfter = snapshot(other);
            Set<String> affectedOfOther = otherAfter.changedSince(otherBefore);
            affectedOfOther.removeIf(name -> name.startsWith("all "));
            assertThat(affectedOfOther)
                    .as("what %s has affected of another user", change)
                    .containsExactlyInAnyOrderElementsOf(AFFECTED_OF_OTHERS.getOrDefault(change.toString(), NOTHING));
            otherBefore = otherAfter;
        }
    }

    /** Reads in one transaction, which is faster than one for each read. */
    private StorageSnapshot snapshot(StoredSample sample) {
        return client().inTransaction(unit -> StorageSnapshot.of(unit, sample))
                .withMessages(client().outboxQueue(), sample);
    }

    private List<PortCall> changes(StoredSample sample) {
        return PortCall.ofStorage(CallArguments.about(sample, client())).stream()
                .filter(call -> call.isChange() && !call.method().getName().equals("close"))
                .toList();
    }

    /**
     * Given more users, credentials, posts, comments, audit events and messages than a page contains. When the largest
     * pages and lists are read, all users are looked up, and all messages are claimed and acknowledged. Then each
     * result is complete, and each total counts all.
     */
    @Clause(
            value = "storage.large-numbers-complete",
            promise = "Pages, slices and lists contain as many rows as requested, whatever number is allowed, and "
                    + "totals count all rows.")
    void largeNumbersAreComplete() {
        Set<UserId> users = new LinkedHashSet<>();
        Post post = client().inTransaction(unit -> storeMany(unit, users));
        PageRequest largest = new PageRequest(1, PageRequest.MAX_SIZE);
        PostFilter all = PostFilter.all();

        assertLargest(client().users().findAll(largest));
        assertThat(client().credentials().findClaimed(users)).isEqualTo(users);
        assertLargest(client().posts().findPaginated(largest, all));
        assertLargest(client().posts().findByAuthor(post.authorId(), largest));
        assertLargest(client().posts().findPublished(largest));
        assertLargest(client().posts().findWithComments(largest, all, CommentsEach.atMost(1)));
        PostWithComments commented = client().posts()
                .findWithComments(new PageRequest(MANY, 1), all, CommentsEach.atMost(1_000))
                .items()
                .get(0);
        assertThat(commented.commentCount()).isEqualTo(MANY);
        assertThat(commented.firstComments()).hasSize(MANY);
        PostSlice slice = client().posts().findAfter(SliceRequest.first(PageRequest.MAX_SIZE), all);
        assertThat(slice.items()).hasSize(PageRequest.MAX_SIZE);
        assertThat(client().posts()
                        .findAfter(SliceRequest.after(slice.next().orElseThrow(), PageRequest.MAX_SIZE), all))
                .isEqualTo(new PostSlice(List.of(post), Optional.empty()));
        assertLargest(client().comments().findByPost(post.id(), largest));
        assertThat(client().auditLog().findLatest(1_000)).hasSize(MANY);
        assertThat(client().auditLog().findLatestByUserId(post.authorId(), 1_000))
                .hasSize(MANY);
        OutboxQueue queue = client().outboxQueue();
        assertThat(queue.list(1_000)).hasSize(MANY);
        assertThat(queue.stats().waiting()).isEqualTo(MANY);
        List<Claim> claims = queue.claim(Lane.DEFAULT, 1_000, NOW, Duration.ofMinutes(1));
        assertThat(claims).hasSize(MANY);
        assertThat(queue.acknowledgeAll(claims)).isEqualTo(MANY);
    }

    private static void assertLargest(Page<?> page) {
        assertThat(page.items()).doesNotHaveDuplicates().hasSize(PageRequest.MAX_SIZE);
        assertThat(page.total()).isEqualTo(MANY);
    }

    /** Stores many rows of each kind, all posts by one user. Returns the oldest post, which has all comments. */
    private static Post storeMany(UnitOfWork unit, Set<UserId> users) {
        for (int i = 0; i < MANY; i++) {
            UserId user = unit.users().create(aUser().build()).id();
            unit.credentials().setPassword(user, new PasswordHash("hash"));
            users.add(user);
        }
        UserId author = users.iterator().next();
        Post oldest =
                unit.posts().create(aPostBy(author).published().createdAt(NOW).build());
        for (int i = 0; i < MANY; i++) {
            if (i > 0) {
                unit.posts()
                        .create(aPostBy(author)
                                .published()
                                .createdAt(NOW.plusSeconds(i))
                                .build());
            }
            unit.comments().create(aCommentOn(oldest.id(), author).build());
            unit.auditLog()
                    .append(AuditEvent.of(
                            AuditEvent.Type.SIGNED_IN, Optional.of(author), ClientAddress.UNKNOWN, NOW.plusSeconds(i)));
            unit.outbox().append(new WelcomeNotification(MessageId.random(), NOW, author, "Ann"));
        }
        return oldest;
    }
}
