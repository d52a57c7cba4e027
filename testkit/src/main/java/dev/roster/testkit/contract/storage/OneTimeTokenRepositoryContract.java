package dev.roster.testkit.contract.storage;

import static dev.roster.application.port.security.OneTimeToken.Purpose.EMAIL_VERIFICATION;
import static dev.roster.application.port.security.OneTimeToken.Purpose.PASSWORD_RESET;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import dev.roster.testkit.contract.storage.transaction.WriteRace.Ended;
import dev.roster.testkit.data.TrickyInstants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Contract of {@link OneTimeTokenRepository}; uses the repository of users as well. */
public abstract class OneTimeTokenRepositoryContract extends Contract<UnitOfWork> {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00.5Z");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);
    private static final Instant FAR_FUTURE = Instant.parse("2999-12-31T23:59:59.999999Z");

    /** For subclasses. */
    protected OneTimeTokenRepositoryContract() {}

    @Override
    protected List<String> dataIn(UnitOfWork client) {
        return StoredData.in(client);
    }

    private OneTimeTokenRepository tokens() {
        return client().oneTimeTokens();
    }

    private User createUser() {
        return client().users().create(aUser().build());
    }

    private TokenHash storeToken(User user, OneTimeToken.Purpose purpose) {
        TokenHash hash = anyHash();
        tokens().store(new OneTimeToken(hash, user.id(), purpose, EXPIRY));
        return hash;
    }

    private static TokenHash anyHash() {
        return TokenHash.of(new OneTimeSecret(UUID.randomUUID().toString()));
    }

    /** Given tokens of two users. When two clients use each token more than once. Then only the first use succeeds. */
    @Clause(value = "tokens.single-use", promise = "A token can be consumed once, and not again by any client.")
    void tokenWorksOnce() throws Exception {
        User one = createUser();
        User two = createUser();
        TokenHash first = storeToken(one, EMAIL_VERIFICATION);
        TokenHash second = storeToken(two, EMAIL_VERIFICATION);
        OneTimeTokenRepository other = secondClient().oneTimeTokens();

        assertThat(tokens().consume(first, EMAIL_VERIFICATION, NOW)).contains(one.id());
        assertThat(tokens().consume(first, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(other.consume(first, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(other.consume(second, EMAIL_VERIFICATION, NOW)).contains(two.id());
        assertThat(tokens().consume(second, EMAIL_VERIFICATION, NOW)).isEmpty();
    }

    /**
     * Given valid, expired, used and unknown tokens. When each is looked up, also for another purpose. Then only the
     * owner of the valid token is found for its purpose, and the token can still be consumed.
     */
    @Clause(
            value = "tokens.find-consumes-nothing",
            promise = "A lookup finds the owner of a token that could be consumed now, and does not consume it.")
    void findConsumesNothing() {
        User user = createUser();
        TokenHash hash = storeToken(user, PASSWORD_RESET);

        for (int i = 0; i < 2; i++) {
            assertThat(tokens().find(hash, PASSWORD_RESET, NOW)).contains(user.id());
        }
        assertThat(tokens().find(hash, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().find(hash, PASSWORD_RESET, EXPIRY)).isEmpty();
        assertThat(tokens().find(anyHash(), PASSWORD_RESET, NOW)).isEmpty();
        assertThat(tokens().consume(hash, PASSWORD_RESET, NOW)).contains(user.id());
        assertThat(tokens().find(hash, PASSWORD_RESET, NOW)).isEmpty();
    }

    /** Given a token and two clients. When 16 threads use it at once. Then exactly one use succeeds. */
    @Clause(
            value = "tokens.concurrent-use-one-wins",
            promise = "Of several concurrent uses of one token, exactly one succeeds.")
    void oneOfConcurrentUsesWins() throws Exception {
        OneTimeTokenRepository other = secondClient().oneTimeTokens();
        User user = createUser();
        TokenHash hash = storeToken(user, PASSWORD_RESET);

        List<Outcome<Optional<UserId>>> outcomes =
                Rendezvous.run(16, i -> () -> (i % 2 == 0 ? tokens() : other).consume(hash, PASSWORD_RESET, NOW));

        assertThat(outcomes.stream().flatMap(each -> each.get().stream())).containsExactly(user.id());
        race().run(
                        () -> storeToken(user, PASSWORD_RESET),
                        (unit, contested) -> unit.oneTimeTokens().consume(contested, PASSWORD_RESET, NOW),
                        (unit, contested) -> unit.oneTimeTokens().consume(contested, PASSWORD_RESET, NOW),
                        (contested, ended) -> assertThat(List.of(
                                        ended.first().get(), ended.second().get()))
                                .as("owners that concurrent uses of one token returned")
                                .containsExactlyInAnyOrder(Optional.of(user.id()), Optional.empty()));
    }

    private WriteRace<UnitOfWork> race() throws Exception {
        return WriteRace.of(client(), secondClient());
    }

    /**
     * Given hashes. When two clients store a token of each at once. Then one token is stored, and the other is rejected
     * with {@link IllegalArgumentException}.
     */
    @Clause(
            value = "tokens.concurrent-duplicates-one-wins",
            promise = "Of two tokens with one hash that are stored at once, one is stored and the other is rejected.")
    void oneOfConcurrentDuplicatesWins() throws Exception {
        User one = createUser();
        User two = createUser();
        race().run(
                        OneTimeTokenRepositoryContract::anyHash,
                        (unit, contested) -> store(unit.oneTimeTokens(), contested, one.id()),
                        (unit, contested) -> store(unit.oneTimeTokens(), contested, two.id()),
                        (contested, ended) -> {
                            Object owner =
                                    ended.requireOneWon(IllegalArgumentException.class, IllegalArgumentException.class);
                            assertThat(tokens().consume(contested, PASSWORD_RESET, NOW))
                                    .isEqualTo(Optional.of(owner));
                            assertThat(tokens().consume(contested, PASSWORD_RESET, NOW))
                                    .isEmpty();
                        });
    }

    private static UserId store(OneTimeTokenRepository tokens, TokenHash hash, UserId user) {
        tokens.store(new OneTimeToken(hash, user, PASSWORD_RESET, EXPIRY));
        return user;
    }

    /**
     * Given users. When each is deleted while a second client stores a token. Then the token is either rejected or
     * deleted with the user.
     */
    @Clause(
            value = "tokens.no-orphan-on-concurrent-delete",
            promise = "A token stored while its user is deleted is either rejected or deleted with the user.")
    void leavesNoOrphanWhenUserIsDeletedConcurrently() throws Exception {
        record Owned(UserId owner, TokenHash hash) {}
        race().run(
                        () -> new Owned(createUser().id(), anyHash()),
                        (unit, token) -> store(unit.oneTimeTokens(), token.hash(), token.owner()),
                        (unit, token) -> unit.users().delete(token.owner()),
                        (token, ended) -> {
                            Ended.requireRejection(ended.first(), UserNotFoundException.class);
                            assertThat(ended.second().get()).isEqualTo(true);
                            assertThat(tokens().consume(token.hash(), PASSWORD_RESET, NOW))
                                    .as("owner of a token of a deleted user")
                                    .isEmpty();
                        });
    }

    /**
     * Given a token. When it is looked up and used a microsecond and longer before its expiry, at it and after it. Then
     * it is valid only before.
     */
    @Clause(
            value = "tokens.expired-rejected",
            promise = "A token is valid before its expiry, to the microsecond, and invalid from its expiry on.")
    void rejectsExpiredToken() {
        User user = createUser();
        TokenHash hash = storeToken(user, PASSWORD_RESET);

        for (Instant late :
                List.of(EXPIRY, EXPIRY.plusNanos(1), EXPIRY.plusNanos(1_000), EXPIRY.plusSeconds(1), FAR_FUTURE)) {
            assertThat(tokens().find(hash, PASSWORD_RESET, late))
                    .as("at %s", late)
                    .isEmpty();
            assertThat(tokens().consume(hash, PASSWORD_RESET, late))
                    .as("at %s", late)
                    .isEmpty();
        }
        for (Instant early : List.of(EXPIRY.minusNanos(1_000), Instant.EPOCH)) {
            assertThat(tokens().find(hash, PASSWORD_RESET, early))
                    .as("at %s", early)
                    .contains(user.id());
            TokenHash another = storeToken(user, PASSWORD_RESET);
            assertThat(tokens().consume(another, PASSWORD_RESET, early))
                    .as("at %s", early)
                    .contains(user.id());
        }
    }

    /**
     * Given tokens whose expiry is finer than a microsecond, far away, or skipped or repeated by a time zone. When each
     * is stored in one time zone, and looked up in another at its expiry, truncated to microseconds, and a microsecond
     * before. Then it is valid only before.
     */
    @Clause(
            value = "tokens.expiry-kept-exactly",
            promise = "The expiry of a token is kept to the microsecond, whatever the time zone of the JVM is.")
    @ResourceLock(Resources.TIME_ZONE)
    @ResourceLock(Resources.LOCALE)
    void keepsExpiryExactly() throws Exception {
        User user = createUser();
        List<Instant> times = new ArrayList<>(TrickyInstants.ALL);
        times.addAll(TimeZones.times());
        TimeZones.storeAndRead(
                () -> times.stream()
                        .map(time -> new OneTimeToken(anyHash(), user.id(), PASSWORD_RESET, time))
                        .peek(tokens()::store)
                        .toList(),
                token -> {
                    Instant before = token.expiresAt().minusNanos(1_000);
                    assertThat(tokens().find(token.hash(), PASSWORD_RESET, before))
                            .as("a microsecond before %s", token.expiresAt())
                            .contains(user.id());
                    assertThat(tokens().find(token.hash(), PASSWORD_RESET, token.expiresAt()))
                            .as("at %s", token.expiresAt())
                            .isEmpty();
                });
    }

    /** Given a token. When it is used for another purpose. Then that use fails, and a use for its own succeeds. */
    @Clause(
            value = "tokens.wrong-purpose-rejected",
            promise = "A token is valid for its own purpose only, and a use for another purpose does not consume it.")
    void rejectsTokenOfOtherPurpose() {
        User user = createUser();
        TokenHash hash = storeToken(user, EMAIL_VERIFICATION);

        assertThat(tokens().consume(hash, PASSWORD_RESET, NOW)).isEmpty();
        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }

    /**
     * Given a token. When unknown tokens are looked up and used, also ones that differ in a single digit. Then each use
     * fails, and the stored token remains valid.
     */
    @Clause(
            value = "tokens.unknown-is-empty",
            promise = "A use of an unknown token returns an empty result and consumes no other token.")
    void returnsEmptyForUnknownToken() {
        User user = createUser();
        TokenHash hash = storeToken(user, EMAIL_VERIFICATION);

        String hex = hash.hex();
        for (String similar : List.of(
                anyHash().hex(),
                hex.substring(0, 63) + (hex.endsWith("0") ? "1" : "0"),
                (hex.startsWith("0") ? "1" : "0") + hex.substring(1),
                hex.substring(0, 63),
                hex.substring(1),
                hex + " ",
                "%")) {
            TokenHash unknown = new TokenHash(similar);
            assertThat(tokens().find(unknown, EMAIL_VERIFICATION, NOW)).isEmpty();
            assertThat(tokens().consume(unknown, EMAIL_VERIFICATION, NOW)).isEmpty();
        }
        User other = createUser();
        TokenHash neighbour = new TokenHash(hex.substring(0, 63) + (hex.endsWith("0") ? "1" : "0"));
        tokens().store(new OneTimeToken(neighbour, other.id(), EMAIL_VERIFICATION, EXPIRY));

        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
        assertThat(tokens().consume(neighbour, EMAIL_VERIFICATION, NOW)).contains(other.id());
    }

    /**
     * Given a token. When a token of another user with the same hash is stored, before and after the first is used.
     * Then {@link IllegalArgumentException} is thrown each time.
     */
    @Clause(
            value = "tokens.duplicate-hash-rejected",
            promise = "A token with the hash of a stored token, used or not, is rejected and changes nothing.")
    void rejectsDuplicateHash() {
        User user = createUser();
        TokenHash hash = storeToken(user, EMAIL_VERIFICATION);
        OneTimeToken again = new OneTimeToken(hash, createUser().id(), PASSWORD_RESET, EXPIRY);

        assertThatIllegalArgumentException().isThrownBy(() -> tokens().store(again));
        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
        assertThatIllegalArgumentException().isThrownBy(() -> tokens().store(again));
        assertThat(tokens().consume(hash, PASSWORD_RESET, NOW)).isEmpty();
    }

    /**
     * Given tokens of two users for two purposes. When the tokens of one user for one purpose are revoked. Then these
     * are invalid, and all others remain valid.
     */
    @Clause(
            value = "tokens.revoke-affects-user-and-purpose",
            promise = "A revocation invalidates all tokens of one user and purpose, and no others.")
    void revokesOnlyTokensOfUserAndPurpose() {
        User user = createUser();
        User other = createUser();
        TokenHash first = storeToken(user, EMAIL_VERIFICATION);
        TokenHash second = storeToken(user, EMAIL_VERIFICATION);
        TokenHash reset = storeToken(user, PASSWORD_RESET);
        TokenHash others = storeToken(other, EMAIL_VERIFICATION);

        tokens().revoke(user.id(), EMAIL_VERIFICATION, NOW);
        tokens().revoke(new UserId(UserId.MAX), EMAIL_VERIFICATION, NOW);

        assertThat(tokens().consume(first, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().consume(second, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().consume(reset, PASSWORD_RESET, NOW)).contains(user.id());
        assertThat(tokens().consume(others, EMAIL_VERIFICATION, NOW)).contains(other.id());
    }

    /**
     * Given a deleted user. When a token of that user is stored. Then {@link UserNotFoundException} is thrown, and the
     * token is invalid.
     */
    @Clause(
            value = "tokens.unknown-user-rejected",
            promise = "A token of a user that does not exist is rejected and not stored.")
    void rejectsUnknownUser() {
        User gone = createUser();
        client().users().delete(gone.id());
        TokenHash hash = anyHash();

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> tokens().store(new OneTimeToken(hash, gone.id(), EMAIL_VERIFICATION, EXPIRY)));

        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).isEmpty();
    }

    /**
     * Given used and unused tokens of three users, one of them created by another. When two of the users are deleted,
     * with and without a version. Then their tokens are gone for every call, and those of the third are unchanged.
     */
    @Clause(
            value = "tokens.deleted-with-user",
            promise = "A deletion of a user deletes the tokens of that user, and no others.")
    void deletesTokensWithUser() {
        User first = createUser();
        User second = createUser();
        User other = client().users().create(aUser().createdBy(first.id()).build());
        List<TokenHash> lost = List.of(
                storeToken(first, EMAIL_VERIFICATION),
                storeToken(first, PASSWORD_RESET),
                storeToken(second, PASSWORD_RESET));
        tokens().consume(lost.get(1), PASSWORD_RESET, NOW);
        TokenHash kept = storeToken(other, EMAIL_VERIFICATION);

        client().users().delete(first.id());
        client().users().delete(second.id(), second.version());

        for (TokenHash hash : lost) {
            for (OneTimeToken.Purpose purpose : OneTimeToken.Purpose.values()) {
                assertThat(tokens().find(hash, purpose, NOW)).isEmpty();
                assertThat(tokens().consume(hash, purpose, NOW)).isEmpty();
            }
        }
        assertThat(tokens().find(kept, EMAIL_VERIFICATION, NOW)).contains(other.id());
        assertThat(tokens().deleteExpiredBefore(FAR_FUTURE))
                .as("tokens that are left to delete")
                .isEqualTo(1);
    }

    /**
     * Given a user. When tokens of the user are stored, looked up, consumed, revoked and deleted. Then the user is
     * unchanged.
     */
    @Clause(value = "tokens.user-unchanged", promise = "No call on tokens changes their user or the user's version.")
    void doesNotChangeUser() {
        User user = createUser();

        TokenHash used = storeToken(user, EMAIL_VERIFICATION);
        storeToken(user, PASSWORD_RESET);
        tokens().find(used, EMAIL_VERIFICATION, NOW);
        EveryRead.assertReturns(client().users(), user);
        tokens().consume(used, EMAIL_VERIFICATION, NOW);
        EveryRead.assertReturns(client().users(), user);
        tokens().revoke(user.id(), PASSWORD_RESET, NOW);
        assertThat(tokens().deleteExpiredBefore(FAR_FUTURE)).isEqualTo(2);

        EveryRead.assertReturns(client().users(), user);
    }

    /**
     * Given used and unused tokens with several expiries. When the tokens that expired before an instant are deleted.
     * Then the others remain valid, and the number of deleted tokens is returned.
     */
    @Clause(
            value = "tokens.expired-deleted",
            promise = "A deletion of expired tokens deletes those that expired before the given time, used or not, "
                    + "and returns their number.")
    void deletesExpiredTokens() {
        User user = createUser();
        TokenHash old = anyHash();
        TokenHash used = anyHash();
        tokens().store(new OneTimeToken(old, user.id(), EMAIL_VERIFICATION, EXPIRY.minusNanos(1_000)));
        tokens().store(new OneTimeToken(used, user.id(), EMAIL_VERIFICATION, EXPIRY.minusSeconds(1)));
        tokens().consume(used, EMAIL_VERIFICATION, NOW);
        TokenHash kept = storeToken(user, EMAIL_VERIFICATION);
        TokenHash usedAndKept = storeToken(user, EMAIL_VERIFICATION);
        tokens().consume(usedAndKept, EMAIL_VERIFICATION, NOW);

        assertThat(tokens().deleteExpiredBefore(EXPIRY)).isEqualTo(2);
        assertThat(tokens().deleteExpiredBefore(EXPIRY)).isZero();
        assertThatIllegalArgumentException()
                .as("a used token that has not expired is still known")
                .isThrownBy(() -> tokens().store(
                                new OneTimeToken(usedAndKept, user.id(), EMAIL_VERIFICATION, EXPIRY.plusSeconds(1))));

        assertThat(tokens().consume(old, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().consume(kept, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }
}
