package dev.roster.testkit.contract.storage;

import static dev.roster.application.port.security.OneTimeToken.Purpose.EMAIL_VERIFICATION;
import static dev.roster.application.port.security.OneTimeToken.Purpose.PASSWORD_RESET;
import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.contract.storage.transaction.StorageSnapshot;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Contract of the durability of a {@link Storage}: all of its data outlives its clients. */
public abstract class DurabilityContract extends Contract<Storage> {

    private static final Instant NOW = StoredSample.NOW;

    /** For subclasses. */
    protected DurabilityContract() {}

    @Override
    protected List<String> dataIn(Storage client) {
        return StoredData.in(client);
    }

    /**
     * Returns whether the data outlives its clients. A database in the memory of its clients returns
     * {@code Capability.unsupported("in memory")} and must be empty and usable when it is opened again.
     */
    protected Capability dataOutlivesClients() {
        return Capability.supported();
    }

    /**
     * Given data in each repository, the audit log and the outbox: new, changed, used and dead-lettered. When all
     * clients are closed and another is opened. Then all data is as before, and more can be stored. Without {@link
     * #dataOutlivesClients()}, there is none, and more can be stored.
     */
    @Clause(
            value = "storage.kept-after-reopening",
            promise = "All committed data is still there after all clients were closed and another was opened.",
            needs = "data-outlives-clients")
    void keepsDataAfterReopening() throws Exception {
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        Changed changed = Changed.storeIn(client());

        Storage reopened = reopenedClient();

        if (dataOutlivesClients().isSupported()) {
            changed.assertStoredIn(reopened);
            StorageSnapshot.assertStored(sample, reopened);
        } else {
            assertEmpty(reopened);
        }
        StorageSnapshot.assertStored(reopened.inTransaction(StoredSample::storeIn), reopened);
    }

    private static void assertEmpty(Storage storage) {
        assertThat(storage.users().findAll(PageRequest.first()).total()).isZero();
        assertThat(storage.posts().findPublished(PageRequest.first()).total()).isZero();
        assertThat(storage.auditLog().findLatest(10)).isEmpty();
        assertThat(storage.outboxQueue().list(10)).isEmpty();
    }

    /**
     * Given a user, a post and a comment that were deleted. When all clients are closed, and a client that is opened
     * afterwards creates others. Then these have new ids. Without {@link #dataOutlivesClients()}, nothing is there to
     * which an id could belong.
     */
    @Clause(
            value = "storage.ids-not-reused-after-reopening",
            promise = "Ids of deleted users, posts and comments are not given out again after all clients were closed "
                    + "and another was opened.",
            needs = "data-outlives-clients")
    void givesNewIdsAfterReopening() throws Exception {
        User user = client().users().create(aUser().build());
        Post post = client().posts().create(aPostBy(user.id()).build());
        Comment comment =
                client().comments().create(aCommentOn(post.id(), user.id()).build());
        assertThat(client().users().delete(user.id())).isTrue();

        Storage reopened = reopenedClient();

        assertEmpty(reopened);
        User nextUser = reopened.users().create(aUser().build());
        Post nextPost = reopened.posts().create(aPostBy(nextUser.id()).build());
        Comment nextComment = reopened.comments()
                .create(aCommentOn(nextPost.id(), nextUser.id()).build());
        if (dataOutlivesClients().isSupported()) {
            assertThat(nextUser.id()).isNotEqualTo(user.id());
            assertThat(nextPost.id()).isNotEqualTo(post.id());
            assertThat(nextComment.id()).isNotEqualTo(comment.id());
        }
        EveryRead.assertReturns(reopened, nextComment);
    }

    /** Data that was changed after its creation. */
    private record Changed(
            User user,
            Credentials credentials,
            Post post,
            Comment comment,
            OneTimeToken used,
            OneTimeToken revoked,
            AuditEvent event,
            List<OutboxEntry> entries) {

        static Changed storeIn(Storage storage) {
            UserId creator = storage.users().create(aUser().build()).id();
            User user = storage.users().create(aUser().createdBy(creator).build());
            user = storage.users().update(user.withName("Changed").withVerified(true));
            storage.users().delete(creator);
            storage.credentials().setPassword(user.id(), new PasswordHash("old"));
            storage.credentials().setPassword(user.id(), new PasswordHash("new"));
            storage.credentials().endSessions(user.id());
            Post post = storage.posts().create(aPostBy(user.id()).published().build());
            post = storage.posts().update(post.withTitle("Changed").withPublished(false));
            Comment comment =
                    storage.comments().create(aCommentOn(post.id(), user.id()).build());
            OneTimeToken used = token(user, EMAIL_VERIFICATION);
            OneTimeToken revoked = token(user, PASSWORD_RESET);
            List.of(used, revoked).forEach(storage.oneTimeTokens()::store);
            storage.oneTimeTokens().consume(used.hash(), EMAIL_VERIFICATION, NOW);
            storage.oneTimeTokens().revoke(user.id(), PASSWORD_RESET, NOW);
            AuditEvent event = AuditEvent.by(
                    creator, AuditEvent.Type.USER_CREATED, user.id(), new ClientAddress("192.0.2.1"), NOW);
            storage.auditLog().append(event);
            appendFailed(storage, user);
            return new Changed(
                    user,
                    new Credentials(user.id(), new PasswordHash("new"), 3),
                    post,
                    comment,
                    used,
                    revoked,
                    event,
                    storage.outboxQueue().list(100));
        }

        private static OneTimeToken token(User user, OneTimeToken.Purpose purpose) {
            TokenHash hash = TokenHash.of(new OneTimeSecret(purpose + " of " + user.email()));
            return new OneTimeToken(hash, user.id(), purpose, NOW.plusSeconds(60));
        }

        /** Appends a message that is retried later and one that becomes a dead letter. */
        private static void appendFailed(Storage storage, User user) {
            OutboxQueue queue = storage.outboxQueue();
            for (int i = 0; i < 2; i++) {
                Instant early = NOW.minusSeconds(60);
                storage.outbox().append(new WelcomeNotification(MessageId.random(), early, user.id(), "Ann"));
                Claim claim = queue.claim(Lane.DEFAULT, 1, early, Duration.ofMinutes(1))
                        .get(0);
                assertThat(
                                i == 0
                                        ? queue.retryLater(claim, NOW.plusSeconds(60), "down")
                                        : queue.deadLetter(claim, "gone"))
                        .isTrue();
            }
        }

        void assertStoredIn(Storage storage) {
            EveryRead.assertReturns(storage.users(), user);
            EveryRead.assertReturns(storage.posts(), post);
            EveryRead.assertReturns(storage, comment);
            assertThat(storage.credentials().findByUserId(user.id())).contains(credentials);
            for (OneTimeToken token : List.of(used, revoked)) {
                assertThat(storage.oneTimeTokens().consume(token.hash(), token.purpose(), NOW))
                        .as("use of a token that was used or revoked")
                        .isEqualTo(Optional.empty());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> storage.oneTimeTokens().store(token));
            }
            assertThat(storage.auditLog().findLatest(10)).contains(event);
            assertThat(storage.outboxQueue().list(100)).isEqualTo(entries);
        }
    }
}
