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
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import dev.roster.testkit.contract.storage.transaction.WriteRace.Ended;
import dev.roster.testkit.data.TrickyStrings;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Contract of {@link CredentialsRepository}; uses the repository of users as well. */
public abstract class CredentialsRepositoryContract extends Contract<UnitOfWork> {

    private static final PasswordHash FIRST = new PasswordHash("$first$" + "f".repeat(200));
    private static final PasswordHash SECOND = new PasswordHash("$second$");
    private static final PasswordHash THIRD = new PasswordHash("$third$");

    /** For subclasses. */
    protected CredentialsRepositoryContract() {}

    @Override
    protected List<String> dataIn(UnitOfWork client) {
        return StoredData.in(client);
    }

    private CredentialsRepository credentials() {
        return client().credentials();
    }

    private User createUser() {
        return client().users().create(aUser().build());
    }

    /** Given a user without a password, and an unknown id. When credentials are looked up. Then none are found. */
    @Clause(
            value = "credentials.unknown-is-empty",
            promise = "A user without a password, and an unknown user, have no credentials.")
    void returnsEmptyWithoutPassword() {
        assertThat(credentials().findByUserId(createUser().id())).isEmpty();
        UserId claimed = createUser().id();
        credentials().setPassword(claimed, FIRST);
        for (UserId unknown : ListReader.otherIds(claimed.value(), UserId::new)) {
            assertThat(credentials().findByUserId(unknown))
                    .as("credentials of %s", unknown)
                    .isEmpty();
        }
    }

    /** Given two users. When each sets a password. Then a second client reads each password, in session epoch 1. */
    @Clause(
            value = "credentials.set-and-find",
            promise = "The first password of a user is stored with session epoch 1 and found by every client.")
    void findsPasswordThatWasSet() throws Exception {
        User one = createUser();
        User two = createUser();

        Credentials first = credentials().setPassword(one.id(), FIRST);
        credentials().setPassword(two.id(), SECOND);

        assertThat(first).isEqualTo(new Credentials(one.id(), FIRST, 1));
        assertThat(credentials().findByUserId(one.id())).contains(first);
        assertThat(secondClient().credentials().findByUserId(two.id())).contains(new Credentials(two.id(), SECOND, 1));
    }

    /**
     * Given users with and without a password, and an unknown id. When those with credentials are looked up. Then the
     * result contains the users with a password, and of these only the ones that were asked for.
     */
    @Clause(
            value = "credentials.claimed-users-found",
            promise = "A lookup of several users returns exactly those of them that have credentials.")
    void findsClaimedUsers() {
        User claimed = createUser();
        User notAsked = createUser();
        User unclaimed = createUser();
        credentials().setPassword(claimed.id(), FIRST);
        credentials().setPassword(notAsked.id(), FIRST);

        Set<UserId> asked = Set.of(claimed.id(), unclaimed.id(), new UserId(UserId.MAX));

        assertThat(credentials().findClaimed(asked)).containsExactly(claimed.id());
        assertThat(credentials().findClaimed(Set.of(unclaimed.id()))).isEmpty();
        assertThat(credentials().findClaimed(Set.of())).isEmpty();
    }

    /**
     * Given a user with a password. When another password, or the same one again, is set. Then it replaces the old one,
     * and the session epoch grows by one.
     */
    @Clause(
            value = "credentials.replace-ends-sessions",
            promise = "Each later password replaces the hash and increments the session epoch by one, even if the "
                    + "hash is the same.")
    void newPasswordEndsSessions() {
        User user = createUser();
        credentials().setPassword(user.id(), FIRST);

        Credentials second = credentials().setPassword(user.id(), SECOND);
        Credentials same = credentials().setPassword(user.id(), SECOND);

        assertThat(second).isEqualTo(new Credentials(user.id(), SECOND, 2));
        assertThat(same.sessionEpoch()).isEqualTo(3);
        assertThat(credentials().findByUserId(user.id())).contains(same);
    }

    /**
     * Given a deleted user. When a password is set. Then {@link UserNotFoundException} is thrown and nothing is stored.
     */
    @Clause(
            value = "credentials.unknown-user-rejected",
            promise = "A password of a user that does not exist is rejected and not stored.")
    void rejectsUnknownUser() {
        UserId gone = createUser().id();
        client().users().delete(gone);

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> credentials().setPassword(gone, FIRST))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(gone));

        assertThat(credentials().findByUserId(gone)).isEmpty();
    }

    /**
     * Given a user with a password and a user without one. When the hash of each is renewed, but the expected hash is
     * not the stored one. Then false is returned and nothing changes. When the stored hash is renewed by an equal one.
     * Then true is returned.
     */
    @Clause(
            value = "credentials.renewed-only-if-unchanged",
            promise = "A renewal replaces the hash only if the stored hash is the expected one; otherwise it returns "
                    + "false.")
    void renewsHashOnlyIfUnchanged() {
        User user = createUser();
        User without = createUser();
        Credentials stored = credentials().setPassword(user.id(), FIRST);

        assertThat(credentials().renewHash(user.id(), SECOND, THIRD)).isFalse();
        assertThat(credentials().renewHash(without.id(), FIRST, THIRD)).isFalse();

        assertThat(credentials().findByUserId(user.id())).contains(stored);
        assertThat(credentials().findByUserId(without.id())).isEmpty();
        assertThat(credentials().renewHash(user.id(), FIRST, FIRST)).isTrue();
        assertThat(credentials().findByUserId(user.id())).contains(stored);
    }

    /**
     * Given a stored password hash in session epoch 2. When it is renewed and the expected hash is the stored one. Then
     * the hash is replaced and the epoch stays.
     */
    @Clause(
            value = "credentials.renewal-keeps-sessions",
            promise = "A renewal of the hash keeps the session epoch, so that sessions stay valid.")
    void hashRenewalKeepsSessions() {
        User user = createUser();
        credentials().setPassword(user.id(), FIRST);
        credentials().endSessions(user.id());

        assertThat(credentials().renewHash(user.id(), FIRST, SECOND)).isTrue();

        assertThat(credentials().findByUserId(user.id())).contains(new Credentials(user.id(), SECOND, 2));
        assertThat(credentials().renewHash(user.id(), FIRST, THIRD)).isFalse();
    }

    /** Given two users with passwords. When sessions of one are ended. Then only that user's epoch grows, by one. */
    @Clause(
            value = "credentials.end-sessions-raises-epoch",
            promise = "Ending the sessions of a user increments the session epoch of that user by one, and of no "
                    + "other user.")
    void endSessionsRaisesEpoch() {
        User user = createUser();
        User other = createUser();
        credentials().setPassword(user.id(), FIRST);
        Credentials untouched = credentials().setPassword(other.id(), SECOND);

        assertThat(credentials().endSessions(user.id())).isTrue();

        assertThat(credentials().findByUserId(user.id())).contains(new Credentials(user.id(), FIRST, 2));
        assertThat(credentials().findByUserId(other.id())).contains(untouched);
    }

    /**
     * Given a user without credentials, and an id without a user. When the sessions of each are ended. Then false is
     * returned and no credentials are created.
     */
    @Clause(
            value = "credentials.end-sessions-missing-is-false",
            promise = "Ending the sessions of a user without credentials returns false and creates none.")
    void endSessionsReturnsFalseWithoutCredentials() {
        User user = createUser();

        assertThat(credentials().endSessions(user.id())).isFalse();
        assertThat(credentials().endSessions(new UserId(UserId.MAX))).isFalse();

        assertThat(credentials().findByUserId(user.id())).isEmpty();
    }

    /**
     * Given two clients and a user without a password. When 16 threads set the password at once, and then 16 threads
     * end the sessions at once. Then the session epoch counts every change, including the first password.
     */
    @Clause(
            value = "credentials.concurrent-changes-all-counted",
            promise = "Each of several concurrent password changes and session endings increments the session epoch "
                    + "by one.")
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
        WriteRace<UnitOfWork> race = race();
        race.run(
                () -> createUser().id(),
                (unit, id) -> unit.credentials().setPassword(id, FIRST),
                (unit, id) -> unit.credentials().setPassword(id, FIRST),
                (id, both) -> requireEpoch(id, 2, both));
        race.run(
                this::createUserWithPassword,
                (unit, id) -> unit.credentials().setPassword(id, FIRST),
                (unit, id) -> unit.credentials().endSessions(id),
                (id, both) -> requireEpoch(id, 3, both));
        race.run(
                this::createUserWithPassword,
                (unit, id) -> unit.credentials().endSessions(id),
                (unit, id) -> unit.credentials().endSessions(id),
                (id, both) -> requireEpoch(id, 3, both));
    }

    private void requireEpoch(UserId user, long epoch, Ended ended) {
        ended.first().get();
        ended.second().get();
        assertThat(credentials().findByUserId(user)).contains(new Credentials(user, FIRST, epoch));
    }

    private UserId createUserWithPassword() {
        UserId user = createUser().id();
        credentials().setPassword(user, FIRST);
        return user;
    }

    private WriteRace<UnitOfWork> race() throws Exception {
        return WriteRace.of(client(), secondClient());
    }

    /**
     * Given users with a password. When the hash is renewed while another password is set. Then the new password is
     * stored. When two renewals expect the same hash at once. Then one of them replaces it.
     */
    @Clause(
            value = "credentials.concurrent-renewal-keeps-new-password",
            promise = "A renewal of a hash never replaces a password that is set at the same time, and of two renewals "
                    + "of one hash one succeeds.")
    void concurrentRenewalKeepsNewPassword() throws Exception {
        WriteRace<UnitOfWork> race = race();
        race.run(
                this::createUserWithPassword,
                (unit, id) -> unit.credentials().setPassword(id, SECOND),
                (unit, id) -> unit.credentials().renewHash(id, FIRST, THIRD),
                (id, ended) -> {
                    ended.first().get();
                    ended.second().get();
                    assertThat(credentials().findByUserId(id))
                            .as("credentials after a password was set during a renewal")
                            .contains(new Credentials(id, SECOND, 2));
                });
        race.run(
                this::createUserWithPassword,
                (unit, id) -> unit.credentials().renewHash(id, FIRST, SECOND),
                (unit, id) -> unit.credentials().renewHash(id, FIRST, THIRD),
                (id, ended) -> {
                    ended.requireOneTrue();
                    PasswordHash renewed = ended.first().get().equals(true) ? SECOND : THIRD;
                    assertThat(credentials().findByUserId(id)).contains(new Credentials(id, renewed, 1));
                });
    }

    /**
     * Given users. When each is deleted while a second client sets a password. Then the password is either rejected or
     * deleted with the user.
     */
    @Clause(
            value = "credentials.no-orphan-on-concurrent-delete",
            promise = "A password set while its user is deleted is either rejected or deleted with the user.")
    void leavesNoOrphanWhenUserIsDeletedConcurrently() throws Exception {
        race().run(
                        () -> createUser().id(),
                        (unit, id) -> unit.credentials().setPassword(id, FIRST),
                        (unit, id) -> unit.users().delete(id),
                        (id, ended) -> {
                            Ended.requireRejection(ended.first(), UserNotFoundException.class);
                            assertThat(ended.second().get()).isEqualTo(true);
                            assertThat(credentials().findByUserId(id))
                                    .as("credentials of a deleted user")
                                    .isEmpty();
                        });
    }

    /**
     * Given three users with passwords, one of them created by another. When two are deleted, with and without a
     * version. Then their credentials and sessions are gone for every call, and those of the third are unchanged.
     */
    @Clause(
            value = "credentials.deleted-with-user",
            promise = "A deletion of a user deletes the credentials of that user, and no others.")
    void deletesCredentialsWithUser() {
        User first = createUser();
        User second = createUser();
        User other = client().users().create(aUser().createdBy(first.id()).build());
        credentials().setPassword(first.id(), FIRST);
        credentials().setPassword(second.id(), FIRST);
        credentials().setPassword(other.id(), FIRST);
        Credentials kept = credentials().setPassword(other.id(), SECOND);

        client().users().delete(first.id());
        client().users().delete(second.id(), second.version());

        for (UserId gone : List.of(first.id(), second.id())) {
            assertThat(credentials().findByUserId(gone)).isEmpty();
            assertThat(credentials().endSessions(gone)).isFalse();
            assertThat(credentials().renewHash(gone, FIRST, THIRD)).isFalse();
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> credentials().setPassword(gone, FIRST));
        }
        assertThat(credentials().findClaimed(Set.of(first.id(), second.id(), other.id())))
                .containsExactly(other.id());
        assertThat(credentials().findByUserId(other.id())).contains(kept);
    }

    /**
     * Given hashes that are long, have blanks around them, or letters of both cases. When each is set, and renewed to.
     * Then it is returned as given. When a renewal expects a hash that differs in a blank, in the case of a letter or
     * in its last character. Then nothing is renewed.
     */
    @Clause(
            value = "credentials.hash-kept-exactly",
            promise = "Password hashes of any length are kept and compared exactly: blanks, case and every character "
                    + "count.")
    void keepsAndComparesHashExactly() {
        User user = createUser();
        User renewing = createUser();
        List<String> hashes = new ArrayList<>(TrickyStrings.ALL);
        hashes.addAll(List.of(
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$" + "aB3+/".repeat(400),
                "trailing ",
                " leading",
                "x",
                "%",
                "_"));
        credentials().setPassword(renewing.id(), FIRST);
        PasswordHash stored = FIRST;
        for (String encoded : hashes) {
            PasswordHash hash = new PasswordHash(encoded);
            Credentials set = credentials().setPassword(user.id(), hash);
            assertThat(set.passwordHash()).isEqualTo(hash);
            assertThat(credentials().findByUserId(user.id())).contains(set);
            for (String similar : List.of(
                    encoded + " ",
                    " " + encoded,
                    encoded + "\u00A0",
                    encoded + "x",
                    encoded.substring(1),
                    encoded.substring(0, encoded.length() - 1),
                    swapCase(encoded),
                    Normalizer.normalize(encoded, Normalizer.Form.NFC),
                    Normalizer.normalize(encoded, Normalizer.Form.NFD))) {
                boolean same = similar.equals(encoded);
                assertThat(same || !credentials().renewHash(user.id(), new PasswordHash(similar), THIRD))
                        .as("a renewal of '%s' that expects '%s' is rejected", encoded, similar)
                        .isTrue();
            }
            assertThat(credentials().findByUserId(user.id())).contains(set);
            assertThat(credentials().renewHash(renewing.id(), stored, hash)).isTrue();
            assertThat(credentials().findByUserId(renewing.id()).map(Credentials::passwordHash))
                    .contains(hash);
            stored = hash;
        }
    }

    private static String swapCase(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    }

    /** Given a user. When credentials are set, renewed and sessions ended. Then the user itself is unchanged. */
    @Clause(
            value = "credentials.user-unchanged",
            promise = "Changes of credentials change neither the user nor the user's version.")
    void doesNotChangeUser() {
        User user = createUser();

        credentials().setPassword(user.id(), FIRST);
        EveryRead.assertReturns(client().users(), user);
        credentials().renewHash(user.id(), FIRST, SECOND);
        EveryRead.assertReturns(client().users(), user);
        credentials().endSessions(user.id());
        EveryRead.assertReturns(client().users(), user);
        credentials().setPassword(user.id(), THIRD);

        EveryRead.assertReturns(client().users(), user);
        assertThat(client().users().update(user.withName("Still version 1")).version())
                .isEqualTo(2);
    }
}
