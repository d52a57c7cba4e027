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
        return subject().oneTimeTokens();
    }

    private User user() {
        return subject().users().create(aUser().build());
    }

    private TokenHash stored(User user, OneTimeToken.Purpose purpose) {
        TokenHash hash = anyHash();
        tokens().store(new OneTimeToken(hash, user.id(), purpose, EXPIRY));
        return hash;
    }

    private static TokenHash anyHash() {
        return TokenHash.of(new OneTimeSecret(UUID.randomUUID().toString()));
    }

    /** Given tokens of two users; when each is used twice, by two clients; then it works the first time alone. */
    @Clause("tokens.used-once")
    void usedOnce() throws Exception {
        User one = user();
        User two = user();
        TokenHash first = stored(one, EMAIL_VERIFICATION);
        TokenHash second = stored(two, EMAIL_VERIFICATION);
        OneTimeTokenRepository other = secondClient().oneTimeTokens();

        assertThat(tokens().use(first, EMAIL_VERIFICATION, NOW)).contains(one.id());
        assertThat(tokens().use(first, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(other.use(first, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(other.use(second, EMAIL_VERIFICATION, NOW)).contains(two.id());
        assertThat(tokens().use(second, EMAIL_VERIFICATION, NOW)).isEmpty();
    }

    /** Given a token and two clients; when 16 threads use it at once; then it works for one. */
    @Clause("tokens.concurrent-use-one-wins")
    void concurrentUseOneWins() throws Exception {
        OneTimeTokenRepository other = secondClient().oneTimeTokens();
        User user = user();
        TokenHash hash = stored(user, PASSWORD_RESET);

        List<Outcome<Optional<UserId>>> outcomes =
                Rendezvous.of(16, i -> () -> (i % 2 == 0 ? tokens() : other).use(hash, PASSWORD_RESET, NOW));

        assertThat(outcomes.stream().flatMap(each -> each.get().stream())).containsExactly(user.id());
    }

    /** Given a token; when it is used at its expiry or later; then it does not work; a microsecond before it does. */
    @Clause("tokens.expired-refused")
    void expiredRefused() {
        User user = user();
        TokenHash hash = stored(user, PASSWORD_RESET);

        assertThat(tokens().use(hash, PASSWORD_RESET, EXPIRY)).isEmpty();
        assertThat(tokens().use(hash, PASSWORD_RESET, EXPIRY.plusSeconds(1))).isEmpty();
        assertThat(tokens().use(hash, PASSWORD_RESET, EXPIRY.minusNanos(1_000))).contains(user.id());
    }

    /** Given a token for one purpose; when it is used for the other; then it does not work, and still does for its own. */
    @Clause("tokens.purpose-exact")
    void purposeExact() {
        User user = user();
        TokenHash hash = stored(user, EMAIL_VERIFICATION);

        assertThat(tokens().use(hash, PASSWORD_RESET, NOW)).isEmpty();
        assertThat(tokens().use(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }

    /** Given a token; when another one is used; then that does not work, and the first still does. */
    @Clause("tokens.unknown-is-empty")
    void unknownIsEmpty() {
        User user = user();
        TokenHash hash = stored(user, EMAIL_VERIFICATION);

        assertThat(tokens().use(anyHash(), EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().use(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }

    /** Given a token, then used; when one of the same hash is stored, for whomever; then it is refused each time. */
    @Clause("tokens.same-hash-refused")
    void sameHashRefused() {
        User user = user();
        TokenHash hash = stored(user, EMAIL_VERIFICATION);
        OneTimeToken again = new OneTimeToken(hash, user().id(), PASSWORD_RESET, EXPIRY);

        assertThatIllegalArgumentException().isThrownBy(() -> tokens().store(again));
        assertThat(tokens().use(hash, EMAIL_VERIFICATION, NOW)).contains(user.id());
        assertThatIllegalArgumentException().isThrownBy(() -> tokens().store(again));
        assertThat(tokens().use(hash, PASSWORD_RESET, NOW)).isEmpty();
    }

    /** Given tokens of two users for two purposes; when one user's for one purpose are revoked; then the others work. */
    @Clause("tokens.revoked-alone")
    void revokedAlone() {
        User user = user();
        User other = user();
        TokenHash first = stored(user, EMAIL_VERIFICATION);
        TokenHash second = stored(user, EMAIL_VERIFICATION);
        TokenHash reset = stored(user, PASSWORD_RESET);
        TokenHash others = stored(other, EMAIL_VERIFICATION);

        tokens().revoke(user.id(), EMAIL_VERIFICATION, NOW);
        tokens().revoke(new UserId(UserId.MAX), EMAIL_VERIFICATION, NOW);

        assertThat(tokens().use(first, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().use(second, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().use(reset, PASSWORD_RESET, NOW)).contains(user.id());
        assertThat(tokens().use(others, EMAIL_VERIFICATION, NOW)).contains(other.id());
    }

    /** Given no such user; when a token is stored; then that is refused and the token does not work. */
    @Clause("tokens.unknown-user-refused")
    void unknownUserRefused() {
        User gone = user();
        subject().users().delete(gone.id());
        TokenHash hash = anyHash();

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> tokens().store(new OneTimeToken(hash, gone.id(), EMAIL_VERIFICATION, EXPIRY)));

        assertThat(tokens().use(hash, EMAIL_VERIFICATION, NOW)).isEmpty();
    }

    /** Given tokens of two users; when one user is deleted; then that one's token does not work, the other's does. */
    @Clause("tokens.deleted-with-user")
    void deletedWithUser() {
        User gone = user();
        User other = user();
        TokenHash lost = stored(gone, EMAIL_VERIFICATION);
        TokenHash kept = stored(other, EMAIL_VERIFICATION);

        subject().users().delete(gone.id());

        assertThat(tokens().use(lost, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().use(kept, EMAIL_VERIFICATION, NOW)).contains(other.id());
    }

    /** Given tokens of several expiries; when those expired before a time are removed; then the others work. */
    @Clause("tokens.expired-go")
    void expiredGo() {
        User user = user();
        TokenHash old = anyHash();
        TokenHash used = anyHash();
        tokens().store(new OneTimeToken(old, user.id(), EMAIL_VERIFICATION, EXPIRY.minusNanos(1_000)));
        tokens().store(new OneTimeToken(used, user.id(), EMAIL_VERIFICATION, EXPIRY.minusSeconds(1)));
        tokens().use(used, EMAIL_VERIFICATION, NOW);
        TokenHash kept = stored(user, EMAIL_VERIFICATION);

        assertThat(tokens().deleteExpiredBefore(EXPIRY)).isEqualTo(2);
        assertThat(tokens().deleteExpiredBefore(EXPIRY)).isZero();

        assertThat(tokens().use(old, EMAIL_VERIFICATION, NOW)).isEmpty();
        assertThat(tokens().use(kept, EMAIL_VERIFICATION, NOW)).contains(user.id());
    }
}
