package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import dev.roster.testkit.contract.storage.transaction.WriteRace.Ended;
import dev.roster.testkit.data.Unique;
import java.util.List;
import java.util.function.BiConsumer;

/** Clauses of {@link UserRepository} about calls of two clients at once, each repeated several times. */
abstract class UserRepositoryRacesContract extends ContractPart<UserRepository> {

    @Override
    protected abstract UserRepositoryContract contract();

    private User createUser() {
        return client().create(aUser().build());
    }

    /**
     * Given two clients of one backend. When 16 threads, and then two again and again, create a user with the same
     * email address at once. Then exactly one succeeds, and the others get {@link EmailAlreadyExistsException}.
     */
    @Clause(
            value = "users.concurrent-duplicates-one-wins",
            promise = "Of several concurrent creations with one email address, exactly one succeeds and the others are "
                    + "rejected as duplicates.")
    void oneOfConcurrentDuplicatesWins() throws Exception {
        UserRepository other = secondClient();
        String email = Unique.email();

        List<Outcome<User>> outcomes = Rendezvous.run(
                16,
                i -> () -> (i % 2 == 0 ? client() : other)
                        .create(aUser().withEmail(email).withName("Rival " + i).build()));

        List<User> winners =
                outcomes.stream().filter(Outcome::succeeded).map(Outcome::get).toList();
        assertThat(winners).hasSize(1);
        assertThat(outcomes.stream().flatMap(each -> each.failure().stream()))
                .hasSize(15)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(EmailAlreadyExistsException.class));
        assertThat(client().findAll(PageRequest.first()).items()).containsExactlyElementsOf(winners);
        contract()
                .race()
                .run(
                        Unique::email,
                        (users, contested) ->
                                users.create(aUser().withEmail(contested).build()),
                        (users, contested) ->
                                users.create(aUser().withEmail(contested).build()),
                        (contested, ended) -> requireOwner(new EmailAddress(contested), ended));
    }

    private void requireOwner(EmailAddress email, Ended ended) {
        User winner = (User) ended.requireOneWon(EmailAlreadyExistsException.class, EmailAlreadyExistsException.class);
        assertThat(client().findByEmail(email)).contains(winner);
        assertThat(client().findById(winner.id())).contains(winner);
    }

    /**
     * Given users that two clients have read. When both update the same version at once. Then one update is stored, and
     * the other is rejected as stale.
     */
    @Clause(
            value = "users.concurrent-updates-one-wins",
            promise = "Of two concurrent updates of one version of a user, one is stored and the other is rejected as "
                    + "stale.")
    void oneOfConcurrentUpdatesWins() throws Exception {
        contract()
                .race()
                .run(
                        this::createUser,
                        (users, read) -> users.update(read.withName("One")),
                        (users, read) -> users.update(read.withName("Other")),
                        (read, ended) -> {
                            User winner = (User)
                                    ended.requireOneWon(StaleVersionException.class, StaleVersionException.class);
                            assertThat(client().findById(read.id())).contains(winner);
                        });
    }

    /**
     * Given users that two clients have read. When one client updates a user while the other deletes the same version.
     * Then one call succeeds: the update is rejected because the user is missing, or the deletion is rejected as stale.
     * When the other deletes the user whatever its version. Then the user is gone.
     */
    @Clause(
            value = "users.concurrent-update-and-delete-one-wins",
            promise = "Of an update and a deletion of one version of a user at once, exactly one succeeds, and no "
                    + "deletion is undone.")
    void oneOfConcurrentUpdateAndDeletionWins() throws Exception {
        WriteRace<UserRepository> race = contract().race();
        race.run(
                this::createUser,
                (users, read) -> users.update(read.withName("Updated")),
                (users, read) -> users.delete(read.id(), read.version()),
                (read, ended) -> {
                    Object result = ended.requireOneWon(UserNotFoundException.class, StaleVersionException.class);
                    if (result instanceof User updated) {
                        assertThat(client().findById(read.id())).contains(updated);
                    } else {
                        assertThat(result).isEqualTo(true);
                        assertThat(client().findById(read.id())).isEmpty();
                    }
                });
        race.run(
                this::createUser,
                (users, read) -> users.update(read.withName("Updated")),
                (users, read) -> users.delete(read.id()),
                (read, ended) -> {
                    Ended.requireRejection(ended.first(), UserNotFoundException.class);
                    assertThat(ended.second().get()).isEqualTo(true);
                    assertThat(client().findById(read.id()))
                            .as("user that was deleted during an update")
                            .isEmpty();
                    assertThat(client().findByEmail(read.email())).isEmpty();
                });
    }

    /**
     * Given users that two clients have read. When one user is updated to an email address while another is updated to
     * it or created with it. Then one call succeeds, and the other is rejected with
     * {@link EmailAlreadyExistsException}.
     */
    @Clause(
            value = "users.concurrent-email-changes-one-wins",
            promise = "Of several users that claim one email address at once, by updates or creations, exactly one "
                    + "gets it.")
    void oneOfConcurrentEmailChangesWins() throws Exception {
        BiConsumer<List<User>, Ended> check = (pair, ended) -> requireOwner(contested(pair), ended);
        WriteRace<UserRepository> race = contract().race();
        race.run(
                () -> List.of(createUser(), createUser()),
                (users, pair) -> users.update(pair.get(0).withEmail(contested(pair))),
                (users, pair) -> users.update(pair.get(1).withEmail(contested(pair))),
                check);
        race.run(
                () -> List.of(createUser()),
                (users, pair) -> users.update(pair.get(0).withEmail(contested(pair))),
                (users, pair) ->
                        users.create(aUser().withEmail(contested(pair).value()).build()),
                check);
    }

    private static EmailAddress contested(List<User> users) {
        return new EmailAddress("contested-" + users.get(0).email());
    }

    /** Given users. When two clients delete the same user at once. Then exactly one call returns true. */
    @Clause(
            value = "users.concurrent-deletions-one-wins",
            promise = "Of several concurrent deletions of one user, exactly one returns true.")
    void oneOfConcurrentDeletionsWins() throws Exception {
        WriteRace<UserRepository> race = contract().race();
        race.run(
                this::createUser,
                (users, user) -> users.delete(user.id()),
                (users, user) -> users.delete(user.id()),
                (user, ended) -> ended.requireOneTrue());
        race.run(
                this::createUser,
                (users, user) -> users.delete(user.id()),
                (users, user) -> users.delete(user.id(), user.version()),
                (user, ended) -> ended.requireOneTrue());
    }
}
