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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What every {@link OneTimeTokenRepository} keeps, beside a repository of users. */
public abstract class OneTimeTokenRepositoryContract extends Contract<UnitOfWork> {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00.5Z");
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    /** For subclasses. */
    protected OneTimeTokenRepositoryContract() {}

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

    /** Given tokens of two users; when each is used twice, by two clients; then it works the first time alone. */
    @Clause("tokens.single-use")
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

    /** Given a token and two clients; when 16 threads use it at once; then it works for one. */
    @Clause("tokens.concurrent-use-one-wins")
    void oneOfConcurrentUsesWins() throws Exception {
        OneTimeTokenRepository other = secondClient().oneTimeTokens();
        User user = createUser();
        TokenHash hash = storeToken(user, PASSWORD_RESET);

        List<Outcome<Optional<UserId>>> outcomes =
                Rendezvous.run(16, i -> () -> (i % 2 == 0 ? tokens() : other).consume(hash, PASSWORD_RESET, NOW));

        assertThat(outcomes.stream().flatMap(each -> each.get().stream())).containsExactly(user.id());
    }

    /** Given a token; when it is used at its expiry or later; then it does not work; a microsecond before it does. */
    @Clause("tokens.expired-rejected")
    void rejectsExpiredToken() {
        User user = createUser();
        TokenHash hash = storeToken(user, PASSWORD_RESET);

        assertThat(tokens().consume(hash, PASSWORD_RESET, EXPIRY)).isEmpty();
        assertThat(tokens().consume(hash, PASSWORD_RESET, EXPIRY.plusSeconds(1)))
                .isEmpty();
        assertThat(tokens().consume(hash, PASSWORD_RESET, EXPIRY.minusNanos(1_000)))
                .contains(user.id());
    }

    /** Given a token for one purpose; when it is used for the other; then it does not work, and still does for its own. */
    @Clause("tokens.wrong-purpose-rejected")
    void rejectsTokenOfOtherPurpose() {
        User user = createUser();
        TokenHash hash = storeToken(user, EMAIL_VERIFICATION);

        assertThat(tokens().consume(hash, PASSWORD_RESET, NOW)).isEmpty();
        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }

    /** Given a token; when another one is used; then that does not work, and the first still does. */
    @Clause("tokens.unknown-is-empty")
    void returnsEmptyForUnknownToken() {
        User user = createUser();
        TokenHash hash = storeToken(user, EMAIL_VERIFICATION);

        assertThat(tokens().consume(anyHash(), EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }

    /** Given a token, then used; when one of the same hash is stored, for whomever; then it is refused each time. */
    @Clause("tokens.duplicate-hash-rejected")
    void rejectsDuplicateHash() {
        User user = createUser();
        TokenHash hash = storeToken(user, EMAIL_VERIFICATION);
        OneTimeToken again = new OneTimeToken(hash, createUser().id(), PASSWORD_RESET, EXPIRY);

        assertThatIllegalArgumentException().isThrownBy(() -> tokens().store(again));
        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
        assertThatIllegalArgumentException().isThrownBy(() -> tokens().store(again));
        assertThat(tokens().consume(hash, PASSWORD_RESET, NOW)).isEmpty();
    }

    /** Given tokens of two users for two purposes; when one user's for one purpose are revoked; then the others work. */
    @Clause("tokens.revoke-affects-user-and-purpose")
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

    /** Given no such user; when a token is stored; then that is refused and the token does not work. */
    @Clause("tokens.unknown-user-rejected")
    void rejectsUnknownUser() {
        User gone = createUser();
        client().users().delete(gone.id());
        TokenHash hash = anyHash();

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> tokens().store(new OneTimeToken(hash, gone.id(), EMAIL_VERIFICATION, EXPIRY)));

        assertThat(tokens().consume(hash, EMAIL_VERIFICATION, NOW)).isEmpty();
    }

    /** Given tokens of two users; when one user is deleted; then that one's token does not work, the other's does. */
    @Clause("tokens.deleted-with-user")
    void deletesTokensWithUser() {
        User gone = createUser();
        User other = createUser();
        TokenHash lost = storeToken(gone, EMAIL_VERIFICATION);
        TokenHash kept = storeToken(other, EMAIL_VERIFICATION);

        client().users().delete(gone.id());

        assertThat(tokens().consume(lost, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().consume(kept, EMAIL_VERIFICATION, NOW)).contains(other.id());
    }

    /** Given tokens of several expiries; when those expired before a time are removed; then the others work. */
    @Clause("tokens.expired-deleted")
    void deletesExpiredTokens() {
        User user = createUser();
        TokenHash old = anyHash();
        TokenHash used = anyHash();
        tokens().store(new OneTimeToken(old, user.id(), EMAIL_VERIFICATION, EXPIRY.minusNanos(1_000)));
        tokens().store(new OneTimeToken(used, user.id(), EMAIL_VERIFICATION, EXPIRY.minusSeconds(1)));
        tokens().consume(used, EMAIL_VERIFICATION, NOW);
        TokenHash kept = storeToken(user, EMAIL_VERIFICATION);

        assertThat(tokens().deleteExpiredBefore(EXPIRY)).isEqualTo(2);
        assertThat(tokens().deleteExpiredBefore(EXPIRY)).isZero();

        assertThat(tokens().consume(old, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().consume(kept, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }
}
