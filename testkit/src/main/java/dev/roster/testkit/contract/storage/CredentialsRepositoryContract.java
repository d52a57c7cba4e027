package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.util.List;

/** What every {@link CredentialsRepository} keeps, beside a repository of users. */
public abstract class CredentialsRepositoryContract extends Contract<UnitOfWork> {

    private static final PasswordHash FIRST = new PasswordHash("$first$" + "f".repeat(200));
    private static final PasswordHash SECOND = new PasswordHash("$second$");
    private static final PasswordHash THIRD = new PasswordHash("$third$");

    /** For subclasses. */
    protected CredentialsRepositoryContract() {}

    private CredentialsRepository credentials() {
        return client().credentials();
    }

    private User createUser() {
        return client().users().create(aUser().build());
    }

    /** Given a user without a password, and an id without a user; when asked for credentials; then there are none. */
    @Clause("credentials.unknown-is-empty")
    void returnsEmptyWithoutPassword() {
        assertThat(credentials().findByUserId(createUser().id())).isEmpty();
        assertThat(credentials().findByUserId(new UserId(UserId.MAX))).isEmpty();
    }

    /** Given two users; when each sets a password; then each has their own, in epoch 1, seen by a second client. */
    @Clause("credentials.set-and-find")
    void findsPasswordThatWasSet() throws Exception {
        User one = createUser();
        User two = createUser();

        Credentials first = credentials().setPassword(one.id(), FIRST);
        credentials().setPassword(two.id(), SECOND);

        assertThat(first).isEqualTo(new Credentials(one.id(), FIRST, 1));
        assertThat(credentials().findByUserId(one.id())).contains(first);
        assertThat(secondClient().credentials().findByUserId(two.id())).contains(new Credentials(two.id(), SECOND, 1));
    }

    /** Given a password; when another is set; then it replaces the first and the epoch grows by one. */
    @Clause("credentials.replace-ends-sessions")
    void newPasswordEndsSessions() {
        User user = createUser();
        credentials().setPassword(user.id(), FIRST);

        Credentials second = credentials().setPassword(user.id(), SECOND);
        Credentials same = credentials().setPassword(user.id(), SECOND);

        assertThat(second).isEqualTo(new Credentials(user.id(), SECOND, 2));
        assertThat(same.sessionEpoch()).isEqualTo(3);
        assertThat(credentials().findByUserId(user.id())).contains(same);
    }

    /** Given no such user; when a password is set; then that is refused and nothing is there. */
    @Clause("credentials.unknown-user-rejected")
    void rejectsUnknownUser() {
        UserId gone = createUser().id();
        client().users().delete(gone);

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> credentials().setPassword(gone, FIRST))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(gone));

        assertThat(credentials().findByUserId(gone)).isEmpty();
    }

    /** Given a hash; when it is renewed from another than the stored one; then nothing changes. */
    @Clause("credentials.renewed-only-if-unchanged")
    void renewsHashOnlyIfUnchanged() {
        User user = createUser();
        User without = createUser();
        Credentials stored = credentials().setPassword(user.id(), FIRST);

        assertThat(credentials().renewHash(user.id(), SECOND, THIRD)).isFalse();
        assertThat(credentials().renewHash(without.id(), FIRST, THIRD)).isFalse();

        assertThat(credentials().findByUserId(user.id())).contains(stored);
        assertThat(credentials().findByUserId(without.id())).isEmpty();
    }

    /** Given a hash in some epoch; when it is renewed from the stored one; then it is replaced and the epoch stays. */
    @Clause("credentials.renewal-keeps-sessions")
    void hashRenewalKeepsSessions() {
        User user = createUser();
        credentials().setPassword(user.id(), FIRST);
        credentials().endSessions(user.id());

        assertThat(credentials().renewHash(user.id(), FIRST, SECOND)).isTrue();

        assertThat(credentials().findByUserId(user.id())).contains(new Credentials(user.id(), SECOND, 2));
        assertThat(credentials().renewHash(user.id(), FIRST, THIRD)).isFalse();
    }

    /** Given two users with passwords; when one's sessions end; then that one's epoch grows by one, nothing else. */
    @Clause("credentials.end-sessions-raises-epoch")
    void endSessionsRaisesEpoch() {
        User user = createUser();
        User other = createUser();
        credentials().setPassword(user.id(), FIRST);
        Credentials untouched = credentials().setPassword(other.id(), SECOND);

        assertThat(credentials().endSessions(user.id())).isTrue();

        assertThat(credentials().findByUserId(user.id())).contains(new Credentials(user.id(), FIRST, 2));
        assertThat(credentials().findByUserId(other.id())).contains(untouched);
    }

    /** Given no credentials; when sessions are to end; then the answer is false and there are still none. */
    @Clause("credentials.end-sessions-missing-is-false")
    void endSessionsReturnsFalseWithoutCredentials() {
        User user = createUser();

        assertThat(credentials().endSessions(user.id())).isFalse();
        assertThat(credentials().endSessions(new UserId(UserId.MAX))).isFalse();

        assertThat(credentials().findByUserId(user.id())).isEmpty();
    }

    /**
     * Given two clients; when 16 threads end a user's sessions or set the password at once; then the epoch counts all of
     * them, also where the password is the first.
     */
    @Clause("credentials.concurrent-changes-all-counted")
    void countsAllConcurrentEpochChanges() throws Exception {
        UnitOfWork other = secondClient();
        User user = createUser();

        List<Outcome<Credentials>> set = Rendezvous.run(
                16, i -> () -> (i % 2 == 0 ? client() : other).credentials().setPassword(user.id(), FIRST));
        assertThat(set.stream().map(each -> each.get().sessionEpoch())).doesNotHaveDuplicates();
        List<Outcome<Boolean>> ended = Rendezvous.run(
                16, i -> () -> (i % 2 == 0 ? client() : other).credentials().endSessions(user.id()));
        assertThat(ended).allSatisfy(each -> assertThat(each.get()).isTrue());

        assertThat(credentials().findByUserId(user.id())).contains(new Credentials(user.id(), FIRST, 32));
    }

    /** Given a user with a password; when the user is deleted; then the credentials are gone too. */
    @Clause("credentials.deleted-with-user")
    void deletesCredentialsWithUser() {
        User user = createUser();
        User other = createUser();
        credentials().setPassword(user.id(), FIRST);
        Credentials kept = credentials().setPassword(other.id(), SECOND);

        client().users().delete(user.id());

        assertThat(credentials().findByUserId(user.id())).isEmpty();
        assertThat(credentials().endSessions(user.id())).isFalse();
        assertThat(credentials().findByUserId(other.id())).contains(kept);
    }

    /** Given a user; when credentials are set, renewed and sessions ended; then the user is as it was. */
    @Clause("credentials.user-unchanged")
    void doesNotChangeUser() {
        User user = createUser();

        credentials().setPassword(user.id(), FIRST);
        credentials().renewHash(user.id(), FIRST, SECOND);
        credentials().endSessions(user.id());

        assertThat(client().users().findById(user.id())).contains(user);
    }
}
