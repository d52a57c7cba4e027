package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/**
 * Contract of {@link UserRepository}. Extend it and provide an empty backend:
 *
 * <pre>{@code
 * class MyUsersTest extends UserRepositoryContract {
 *     protected Backend<UserRepository> emptyBackend() {
 *         MyDatabase database = MyDatabase.empty();
 *         return Backend.of(() -> new MyUsers(database), database::drop);
 *     }
 * }
 * }</pre>
 *
 * <p>Longer than other classes because its clauses about single users and about lists are read together.
 */
public abstract class UserRepositoryContract extends Contract<UserRepository> {

    /** For subclasses. */
    protected UserRepositoryContract() {}

    @Override
    protected List<String> dataIn(UserRepository client) {
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
     * Given two new users, one created by the other. When they are stored and read again by id and by email address.
     * Then all fields are as given, with an id and version 1.
     */
    @Clause(
            value = "users.fields-round-trip",
            promise = "A created user is stored with all fields as given, a new id and version 1, and is found by id "
                    + "and by email address.")
    void fieldsRoundTrip() {
        User creator = client().create(
                        aUser().createdAt(Instant.parse("2021-03-04T05:06:07Z")).build());
        NewUser given = aUser().withName("Jane Doe")
                .withBio("Likes tea.")
                .createdBy(creator.id())
                .build();

        User created = client().create(given);

        assertThat(created).isEqualTo(given.toUser(created.id()));
        assertThat(created.version()).isEqualTo(1);
        assertThat(created.role()).isEqualTo(Role.USER);
        assertThat(created.verified()).isFalse();
        assertThat(client().findById(created.id())).contains(created);
        assertThat(client().findByEmail(given.email())).contains(created);
        assertThat(client().findById(creator.id())).contains(creator);
    }

    /**
     * Given a user. When unknown ids, also ones that differ in the upper half only, or an unknown email address are
     * looked up. Then the result is empty.
     */
    @Clause(
            value = "users.unknown-is-empty",
            promise = "Looking up an id or an email address that no user has returns an empty result.")
    void returnsEmptyForUnknownUser() {
        User user = client().create(aUser().build());

        for (UserId unknown : ListReader.otherIds(user.id().value(), UserId::new)) {
            assertThat(client().findById(unknown)).as("user %s", unknown).isEmpty();
            assertThat(client().lock(unknown)).as("user %s", unknown).isEmpty();
        }
        assertThat(client().findByEmail(Unique.emailAddress())).isEmpty();
    }

    /**
     * Given a user. When another is created with the same email address, in the same or another case. Then {@link
     * EmailAlreadyExistsException} is thrown.
     */
    @Clause(
            value = "users.email-unique-ignoring-case",
            promise = "No two users have the same email address, whatever the case of its letters; a creation with a "
                    + "taken one is rejected.")
    void rejectsDuplicateEmailIgnoringCase() {
        String email = Unique.email();
        client().create(aUser().withEmail(email).build());

        for (String same : List.of(email, email.toUpperCase(Locale.ROOT), "U" + email.substring(1))) {
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .as("a second user with %s", same)
                    .isThrownBy(() -> client().create(aUser().withEmail(same).build()))
                    .satisfies(refusal -> assertThat(refusal.email().value()).isEqualTo(same));
        }
        assertThat(client().findAll(PageRequest.first()).total()).isEqualTo(1);
    }

    /** Given a user. When a duplicate email address is rejected. Then the first user is unchanged and the only one. */
    @Clause(
            value = "users.duplicate-keeps-existing",
            promise = "A creation that is rejected because its email address is taken leaves the existing user "
                    + "unchanged and stores nothing.")
    void rejectedDuplicateKeepsExistingUser() {
        User first = client().create(aUser().withName("First").build());
        NewUser duplicate = aUser().withEmail(first.email().value())
                .withName("Second")
                .withBio("other")
                .build();

        assertThatThrownBy(() -> client().create(duplicate)).isInstanceOf(EmailAlreadyExistsException.class);

        assertThat(client().findById(first.id())).contains(first);
        assertThat(client().findByEmail(first.email())).contains(first);
        assertThat(client().findAll(PageRequest.first()).items()).containsExactly(first);
    }

    /**
     * Given a repository. When one client creates several users one after another. Then each id is larger than the ones
     * before, so that ids order users of one instant.
     */
    @Clause(
            value = "users.ids-increase",
            promise = "Users that one client creates one after another get increasing ids.")
    void assignsIncreasingIds() {
        List<User> created =
                Stream.generate(() -> client().create(aUser().build())).limit(5).toList();

        assertThat(created).extracting(user -> user.id().value()).isSorted().doesNotHaveDuplicates();
    }

    /**
     * Given new users. When each is deleted before the next is created, by the same client and by one that is opened
     * after the deletion. Then no id occurs twice.
     */
    @Clause(value = "users.ids-never-reused", promise = "The id of a deleted user is never given to another user.")
    void neverReusesIds() throws Exception {
        UserRepository users = client();
        List<UserId> deleted = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            User user = users.create(aUser().build());
            assertThat(deleted).doesNotContain(user.id());
            assertThat(i % 2 == 0 ? users.delete(user.id()) : users.delete(user.id(), user.version()))
                    .isTrue();
            deleted.add(user.id());
            users = i % 2 == 0 ? client() : secondClient();
        }

        assertThat(deleted).doesNotContain(client().create(aUser().build()).id());
    }

    /**
     * Given two users, of which the second is deleted. When all clients are closed and another is opened. Then the
     * first user is unchanged, and a new one gets a new id. Without {@link #dataOutlivesClients()}, there are no users,
     * and new ones can be created.
     */
    @Clause(
            value = "users.kept-after-reopening",
            promise = "Users are still there after all clients were closed and another was opened, and no id of a "
                    + "deleted user is given out again.",
            needs = "data-outlives-clients")
    void keepsUsersAfterReopening() throws Exception {
        User created = client().create(aUser().build());
        User kept = client().update(created.withName("Kept").withBio("Still here."));
        UserId deleted = client().create(aUser().build()).id();
        client().delete(deleted);

        UserRepository reopened = reopenedClient();

        if (dataOutlivesClients().isSupported()) {
            EveryRead.assertReturns(reopened, kept);
        }
        long before = dataOutlivesClients().isSupported() ? 1 : 0;
        assertThat(reopened.findAll(PageRequest.first()).total()).isEqualTo(before);
        User next = reopened.create(aUser().build());
        assertThat(before == 0 || !List.of(kept.id(), deleted).contains(next.id()))
                .as("a new id, which %s is", next.id())
                .isTrue();
        assertThat(reopened.findAll(PageRequest.first()).total()).isEqualTo(before + 1);
    }

    /**
     * Given users that were created by a user, by a deleted user, and by a user that never existed. When the creator is
     * deleted, with and without a version. Then all created users are unchanged, with their creator, and can be
     * changed. When a created user is deleted. Then the creator is unchanged.
     */
    @Clause(
            value = "users.kept-after-creator-deleted",
            promise = "The creator of a user is kept as given; a deletion of the creator changes and deletes none of "
                    + "the users they created.")
    void keepsUsersOfDeletedCreator() {
        for (boolean atItsVersion : new boolean[] {false, true}) {
            User creator = client().create(aUser().build());
            User goes = client().create(aUser().createdBy(creator.id()).build());
            assertThat(client().delete(goes.id())).isTrue();
            EveryRead.assertReturns(client(), creator);
            User direct = client().create(aUser().createdBy(creator.id()).build());
            User indirect = client().create(aUser().createdBy(direct.id()).build());

            assertThat(atItsVersion ? client().delete(creator.id(), creator.version()) : client().delete(creator.id()))
                    .isTrue();

            User late = client().create(aUser().createdBy(creator.id()).build());
            User alien =
                    client().create(aUser().createdBy(new UserId(UserId.MAX)).build());
            assertThat(late.createdBy()).isEqualTo(creator.id());
            assertThat(alien.createdBy()).isEqualTo(new UserId(UserId.MAX));
            for (User kept : List.of(direct, indirect, late, alien)) {
                EveryRead.assertReturns(client(), kept);
                User updated = client().update(kept.withBio("Still here."));
                assertThat(updated).isEqualTo(kept.withBio("Still here.").withVersion(2));
            }
        }
    }

    /** Given two clients. When one creates, updates or deletes a user. Then the other sees the change immediately. */
    @Clause(
            value = "users.visible-to-second-client",
            promise = "A completed creation, change or deletion of a user is visible to all other clients of the "
                    + "same backend at once.")
    void changesAreVisibleToSecondClient() throws Exception {
        UserRepository other = secondClient();

        User created = client().create(aUser().build());
        assertThat(other.findById(created.id())).contains(created);
        assertThat(other.findByEmail(created.email())).contains(created);
        assertThat(other.findAll(PageRequest.first()).items()).containsExactly(created);

        User updated = other.update(created.withName("Seen"));
        assertThat(client().findById(created.id())).contains(updated);

        assertThat(client().delete(created.id())).isTrue();
        assertThat(other.findById(created.id())).isEmpty();
    }

    /**
     * Given a user among others. When all changeable fields are updated, then one, then none, and then each field alone
     * to and fro, more than 256 times. Then they are stored, the version grows by one each time, and the other users
     * stay the same.
     */
    @Clause(
            value = "users.update-raises-version",
            promise = "An update stores all changeable fields of a user, increments the version by one and changes no "
                    + "other user.")
    void updateRaisesVersion() {
        List<User> others = createBystanders();
        User user = client().create(aUser().build());
        others.addAll(createBystanders());
        Instant later = user.createdAt().plusSeconds(60);
        User changed = user.withEmail(Unique.emailAddress())
                .withName("Other Name")
                .withBio("Other bio")
                .withVerified(true)
                .withRole(Role.ADMIN)
                .withUpdatedAt(later);

        User updated = client().update(changed);

        assertThat(updated).isEqualTo(changed.withVersion(2));
        assertThat(client().findById(user.id())).contains(updated);
        assertThat(client().findByEmail(changed.email())).contains(updated);
        assertThat(client().findByEmail(user.email())).isEmpty();
        assertThat(client().update(updated.withName("Third")).version()).isEqualTo(3);
        User third = client().findById(user.id()).orElseThrow();
        assertThat(client().update(third)).as("an update without a change").isEqualTo(third.withVersion(4));
        EveryRead.assertReturns(client(), third.withVersion(4));
        assertChangesToAndFro(third.withVersion(4));
        others.forEach(other -> EveryRead.assertReturns(client(), other));
    }

    /** Changes one field at a time, between two values. */
    private void assertChangesToAndFro(User start) {
        EmailAddress otherEmail = Unique.emailAddress();
        List<UnaryOperator<User>> changes = List.of(
                user -> user.withRole(user.role() == Role.ADMIN ? Role.USER : Role.ADMIN),
                user -> user.withVerified(!user.verified()),
                user -> user.withName(user.name().equals("To") ? "Fro" : "To"),
                user -> user.withBio(user.bio().isEmpty() ? "Changed." : ""),
                user -> user.withEmail(user.email().equals(otherEmail) ? start.email() : otherEmail),
                user -> user.withUpdatedAt(
                        user.updatedAt().equals(start.updatedAt()) ? start.createdAt() : start.updatedAt()));
        User user = start;
        for (int i = 0; user.version() <= 257; i++) {
            User changed = changes.get(i % changes.size()).apply(user);
            User updated = client().update(changed);

            assertThat(updated).isEqualTo(changed.withVersion(user.version() + 1));
            assertThat(client().findById(user.id())).contains(updated);
            user = updated;
        }
        EveryRead.assertReturns(client(), user);
    }

    /** Creates users that differ from new ones in all fields, and from one another. */
    private List<User> createBystanders() {
        List<User> created = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Instant time = Instant.parse("2022-05-06T07:08:09.123456Z").plusSeconds(1_000L * i);
            User user = client().create(aUser().withName("Other")
                    .withBio("Stays.")
                    .createdAt(time)
                    .build());
            created.add(client().update(
                            user.withRole(Role.ADMIN).withVerified(true).withUpdatedAt(time.plusSeconds(10 + i))));
        }
        return created;
    }

    /**
     * Given a user. When updates pass times of the last change before, at and after the stored ones. Then each is
     * stored as given.
     */
    @Clause(
            value = "users.update-time-kept",
            promise = "An update stores the time of the last change as given, even if it is before the stored time.")
    void keepsTimeOfLastChange() {
        User user = client().create(aUser().build());
        for (Instant time : TrickyInstants.around(user.createdAt())) {
            User updated = client().update(user.withUpdatedAt(time));

            assertThat(updated).isEqualTo(user.withUpdatedAt(time).withVersion(user.version() + 1));
            EveryRead.assertReturns(client(), updated);
            user = updated;
        }
    }

    /** Given a user. When an update passes another creation time and creator. Then the stored ones stay. */
    @Clause(
            value = "users.identity-immutable",
            promise = "An update never changes the id, the creation time or the creator of a user, whatever is passed.")
    void updateKeepsCreatorAndCreationTime() {
        User creator = client().create(aUser().build());
        User user = client().create(aUser().createdBy(creator.id()).build());
        User forged = aUser().withEmail(user.email().value())
                .withName("New Name")
                .createdBy(user.id())
                .createdAt(user.createdAt().minusSeconds(3600))
                .build()
                .toUser(user.id())
                .withUpdatedAt(user.updatedAt());

        User updated = client().update(forged);

        assertThat(updated).isEqualTo(user.withName("New Name").withVersion(2));
        assertThat(client().findById(user.id())).contains(updated);
        assertThat(client().findAll(PageRequest.first()).total()).isEqualTo(2);
    }

    /**
     * Given an updated user. When an update passes an older or a future version, also one that differs in the upper
     * half only. Then {@link StaleVersionException} is thrown and nothing changes.
     */
    @Clause(
            value = "users.stale-update-rejected",
            promise = "An update of a user with another version than the stored one is rejected as stale and changes "
                    + "nothing.")
    void rejectsStaleUpdate() {
        User old = client().create(aUser().build());
        User current = client().update(old.withName("Current"));

        for (long version : ListReader.otherVersions(current.version())) {
            if (version > 0) {
                User stale = current.withName("Stale").withVersion(version);
                assertThatThrownBy(() -> client().update(stale))
                        .as("version %d", version)
                        .isInstanceOf(StaleVersionException.class);
            }
        }

        assertThat(client().findById(old.id())).contains(current);
    }

    /**
     * Given a user and two clients. When 8 threads read the user at the same version and append to the bio, ten times
     * each, retrying stale updates. Then all 80 changes are stored.
     */
    @Clause(
            value = "users.concurrent-updates-not-lost",
            promise = "Of concurrent updates of one version of a user, one succeeds and the others are rejected, so "
                    + "that no change is lost.")
    void concurrentUpdatesAreNotLost() throws Exception {
        UserRepository other = secondClient();
        User user = client().create(aUser().build());

        List<Outcome<Integer>> outcomes = Rendezvous.runWithBarrier(
                8,
                allHaveRead -> i -> () -> {
                    UserRepository mine = i % 2 == 0 ? client() : other;
                    for (int round = 0; round < 10; round++) {
                        User read = mine.findById(user.id()).orElseThrow();
                        allHaveRead.await();
                        append(mine, read, (char) ('a' + i));
                        allHaveRead.await();
                    }
                    return i;
                });

        outcomes.forEach(Outcome::get);
        User last = client().findById(user.id()).orElseThrow();
        assertThat(last.version()).isEqualTo(81);
        assertThat(last.bio()).hasSize(80);
        IntStream.range(0, 8)
                .forEach(i ->
                        assertThat(last.bio().chars().filter(c -> c == 'a' + i)).hasSize(10));
    }

    /** Appends a mark, retrying stale updates. Another thread succeeds at each rejection, so 100 tries suffice. */
    private static void append(UserRepository users, User read, char mark) {
        User current = read;
        for (int tries = 1; tries <= 100; tries++) {
            try {
                users.update(current.withBio(current.bio() + mark));
                return;
            } catch (StaleVersionException raced) {
                current = users.findById(read.id()).orElseThrow();
            }
        }
        throw new AssertionError("rejected as stale 100 times in a row, each time with the version just read");
    }

    /** Given a user. When only the case of its email address is changed. Then the new spelling is stored and found. */
    @Clause(
            value = "users.own-email-may-change-case",
            promise = "A user's own email address may change the case of its letters; the new spelling is stored and "
                    + "found.")
    void allowsCaseChangeOfOwnEmail() {
        String email = Unique.email();
        User user = client().create(aUser().withEmail(email).build());
        EmailAddress respelled = new EmailAddress("USER" + email.substring(4));

        User updated = Required.call(
                "a change of the case of one's own email address", () -> client().update(user.withEmail(respelled)));

        assertThat(updated.email()).isEqualTo(respelled);
        assertThat(client().findByEmail(new EmailAddress(email))).contains(updated);
    }

    /**
     * Given two users. When one is updated to the email address of the other, in any case. Then {@link
     * EmailAlreadyExistsException} is thrown and nothing changes.
     */
    @Clause(
            value = "users.taken-email-rejected-on-update",
            promise = "An update to the email address of another user, in any case, is rejected and changes neither "
                    + "user.")
    void rejectsUpdateToTakenEmail() {
        String email = Unique.email();
        User owner = client().create(aUser().withEmail(email).build());
        User taker = client().create(aUser().build());

        for (String taken : List.of(email, "USER" + email.substring(4))) {
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .isThrownBy(() -> client().update(
                                    taker.withEmail(new EmailAddress(taken)).withName("Taker")));
        }

        assertThat(client().findById(owner.id())).contains(owner);
        assertThat(client().findById(taker.id())).contains(taker);
        assertThat(client().findByEmail(owner.email())).contains(owner);
    }

    /**
     * Given a deleted user. When it is updated. Then {@link UserNotFoundException} is thrown and the user is not
     * created.
     */
    @Clause(
            value = "users.update-missing-rejected",
            promise = "An update of a user that does not exist is rejected and creates no user.")
    void rejectsUpdateOfMissingUser() {
        User gone = client().create(aUser().build());
        client().delete(gone.id());

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> client().update(gone.withName("Ghost")))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(gone.id()));
        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> client().update(gone.withVersion(Long.MAX_VALUE)));

        assertThat(client().findById(gone.id())).isEmpty();
        assertThat(client().findByEmail(gone.email())).isEmpty();
        assertThat(client().findAll(PageRequest.first()).total()).isZero();
    }

    /**
     * Given several users. When two are deleted twice, with and without a version. Then only the first calls return
     * true, and all other users stay the same.
     */
    @Clause(
            value = "users.delete-missing-is-false",
            promise =
                    "A deletion of a user returns true if it deleted the user, and false if there was none; it changes "
                            + "no other user.")
    void deleteOfMissingReturnsFalse() {
        List<User> others = createBystanders();
        User user = client().create(aUser().build());
        User second = client().create(aUser().build());
        others.addAll(createBystanders());
        User other = client().create(aUser().build());

        assertThat(client().delete(user.id())).isTrue();
        assertThat(client().delete(second.id(), second.version())).isTrue();
        assertThat(client().delete(second.id(), second.version())).isFalse();
        assertThat(client().delete(user.id())).isFalse();
        assertThat(client().delete(user.id(), 1)).isFalse();
        others.add(other);
        List<UserId> unknownIds = new ArrayList<>(ListReader.otherIds(other.id().value(), UserId::new));
        unknownIds.removeAll(others.stream().map(User::id).toList());
        for (UserId unknown : unknownIds) {
            assertThat(client().delete(unknown)).as("deletion of %s", unknown).isFalse();
            assertThat(client().delete(unknown, 1))
                    .as("deletion of %s", unknown)
                    .isFalse();
        }

        assertThat(client().findById(user.id())).isEmpty();
        assertThat(client().findAll(PageRequest.first()).items()).containsExactlyInAnyOrderElementsOf(others);
        others.forEach(each -> EveryRead.assertReturns(client(), each));
    }

    /**
     * Given an updated user. When it is deleted at its old version and at others that it does not have. Then {@link
     * StaleVersionException} is thrown; a deletion at the current version succeeds.
     */
    @Clause(
            value = "users.stale-delete-rejected",
            promise = "A deletion of a user at another version than the stored one is rejected as stale and deletes "
                    + "nothing.")
    void rejectsStaleDelete() {
        User old = client().create(aUser().build());
        User current = client().update(old.withName("Current"));

        for (long version : ListReader.otherVersions(current.version())) {
            assertThatExceptionOfType(StaleVersionException.class)
                    .as("version %d", version)
                    .isThrownBy(() -> client().delete(old.id(), version));
        }
        assertThat(client().findById(old.id())).contains(current);

        assertThat(client().delete(old.id(), current.version())).isTrue();
        assertThat(client().findById(old.id())).isEmpty();
    }

    /**
     * Given the email address of a deleted user, and addresses that two users gave up one after the other, of whom one
     * was deleted later. When new users are created with them, deleted, and created again. Then all are stored, with new
     * ids.
     */
    @Clause(
            value = "users.freed-email-reusable",
            promise = "The email address of a deleted user, or one that its user has changed, is available to other "
                    + "users.")
    void allowsReuseOfFreedEmail() {
        User deleted = client().create(aUser().build());
        assertThat(client().delete(deleted.id())).isTrue();
        List<User> formers = new ArrayList<>(List.of(deleted));
        User changed = client().create(aUser().build());
        User goesLater = client().create(aUser().build());
        for (int i = 0; i < 4; i++) {
            formers.addAll(List.of(changed, goesLater));
            changed = client().update(changed.withEmail(Unique.emailAddress()));
            goesLater = client().update(goesLater.withEmail(Unique.emailAddress()));
        }
        formers.add(goesLater);
        assertThat(client().delete(goesLater.id(), goesLater.version())).isTrue();

        for (User former : formers) {
            User next = createWithFreed(former.email());
            assertThat(next.id()).isNotEqualTo(former.id());
            assertThat(client().delete(next.id())).isTrue();
            createWithFreed(former.email());
        }
        assertThat(client().findById(changed.id())).contains(changed);
    }

    private User createWithFreed(EmailAddress email) {
        User created = Required.call(
                "reuse of a freed email address",
                () -> client().create(aUser().withEmail(email.value()).build()));
        assertThat(client().findByEmail(email)).contains(created);
        return created;
    }

    /**
     * Given users, 18 of the same instant and some a microsecond apart. When they are listed. Then the newest come
     * first, and users of one instant are ordered by id, highest first.
     */
    @Clause(
            value = "users.list-newest-first",
            promise = "The list of users is ordered by creation time, newest first, then by id in descending order; "
                    + "updates do not change it.")
    void listsNewestFirst() {
        Instant base = Instant.parse("2023-06-01T12:00:00Z");
        List<User> created = IntStream.concat(
                        IntStream.of(5, 1, 3, 3, 3, 9_000_000, 1, 7),
                        IntStream.generate(() -> 3).limit(15))
                .mapToObj(micros -> aUser().createdAt(base.plus(micros, ChronoUnit.MICROS)))
                .map(user -> client().create(user.build()))
                .toList();
        List<User> expected = created.stream()
                .sorted(Comparator.comparing(User::createdAt)
                        .thenComparing(user -> user.id().value())
                        .reversed())
                .toList();

        assertThat(client().findAll(new PageRequest(1, 100)).items()).containsExactlyElementsOf(expected);
        // Updates do not change the order.
        client().update(created.get(0).withName("Moved?").withUpdatedAt(base.plusSeconds(100)));
        assertThat(client().findAll(new PageRequest(1, 100)).items())
                .extracting(User::id)
                .containsExactlyElementsOf(expected.stream().map(User::id).toList());
    }

    /**
     * Given 23 users of one instant, and then 101. When they are read in pages of several sizes, the largest included.
     * Then each user occurs once, in order, and each total counts all.
     */
    @Clause(
            value = "users.list-pages-complete",
            promise = "All pages of the list of users together contain each user once, in order, even if all have "
                    + "the same creation time.")
    void pagesContainEachUserOnce() {
        createUsers(23);
        List<User> whole = client().findAll(new PageRequest(1, 100)).items();
        assertThat(whole).hasSize(23).doesNotHaveDuplicates();
        assertThat(whole).extracting(user -> user.id().value()).isSortedAccordingTo(Comparator.reverseOrder());

        ListReader.assertPagesContain(whole, client()::findAll);

        createUsers(PageRequest.MAX_SIZE + 1 - 23);
        assertThat(ListReader.readAll(client()::findAll))
                .hasSize(PageRequest.MAX_SIZE + 1)
                .doesNotHaveDuplicates()
                .extracting(user -> user.id().value())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    private void createUsers(int number) {
        for (int i = 0; i < number; i++) {
            client().create(aUser().build());
        }
    }

    /** Given no users, and then three. When a page past the end is read. Then it is empty and has the correct total. */
    @Clause(
            value = "users.list-past-the-end-empty",
            promise = "A page past the end of the list of users is empty and has the correct total.")
    void returnsEmptyPagePastTheEnd() {
        assertThat(client().findAll(PageRequest.first())).isEqualTo(new Page<>(List.of(), 0, PageRequest.first()));
        for (int i = 0; i < 3; i++) {
            client().create(aUser().build());
        }

        ListReader.assertEmptyPastTheEnd(client()::findAll);
    }

    /** Returns a race of two clients; one with forced rounds if the clients are parts of a storage. */
    WriteRace<UserRepository> race() throws Exception {
        return WriteRace.withoutTransactions(client(), secondClient());
    }

    @Nested
    class Races extends UserRepositoryRacesContract {
        @Override
        protected UserRepositoryContract contract() {
            return UserRepositoryContract.this;
        }
    }

    @Nested
    class RoundTrip extends UserRepositoryRoundTripContract {
        @Override
        protected Contract<UserRepository> contract() {
            return UserRepositoryContract.this;
        }
    }
}
