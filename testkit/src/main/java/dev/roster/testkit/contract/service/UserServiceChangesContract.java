package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.Registration;
import dev.roster.application.account.UserService;
import dev.roster.application.account.UserView;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenHash;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryNotificationService.Kind;
import dev.roster.testkit.fake.InMemoryNotificationService.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;

/** Clauses of {@link UserService} about changes and deletions of accounts, and what others see of them. */
abstract class UserServiceChangesContract extends UserServicePart {

    /**
     * Given a user, an admin, and an unclaimed account with its creator. When accounts are changed. Then an account may
     * be changed only by its owner, an admin, or its creator while it is unclaimed.
     */
    @Clause(
            value = "service.changeable-by-managers-only",
            promise = "An account is changed only by its owner, an admin, or its creator while it has no password.")
    void onlyManagersMayChangeAccount() {
        User owner = register();
        User stranger = register();
        User admin = client().users().update(register().withRole(Role.ADMIN));
        User unclaimed = users.createUser(caller(owner), Unique.emailAddress(), "Bob");

        for (User manager : List.of(owner, admin)) {
            for (User target : List.of(owner, unclaimed)) {
                User renamed = renameAsManager(manager, target, "By " + manager.id());
                assertThat(renamed.name()).isEqualTo("By " + manager.id());
            }
        }
        assertForbidden(stranger, owner);
        assertForbidden(stranger, unclaimed);
        assertForbidden(unclaimed, owner);
        assertForbidden(owner, admin);
        client().credentials().setPassword(unclaimed.id(), hasher.hash("now it is mine"));
        assertForbidden(owner, unclaimed);
        assertThat(renameAsManager(unclaimed, unclaimed, "Mine").name()).isEqualTo("Mine");
    }

    /** Renames as one that may: a failure breaks the clause. */
    private User renameAsManager(User manager, User target, String name) {
        return Required.call("a change by a manager of the account", () -> rename(manager, target, name));
    }

    private User rename(User manager, User target, String name) {
        return users.updateProfile(
                caller(manager),
                target.id(),
                new ProfileUpdate(Optional.of(name), Optional.empty()),
                Precondition.NONE);
    }

    private void assertForbidden(User caller, User target) {
        User before = users.getUser(target.id());
        UserUpdate update = new UserUpdate(Unique.emailAddress(), "Not mine", "");
        // The permission is checked before the precondition, so the error does not reveal the current state.
        Precondition never = revision -> false;
        for (Precondition precondition : List.of(Precondition.NONE, never)) {
            assertThatExceptionOfType(NotAllowedException.class)
                    .isThrownBy(() -> users.updateUser(caller(caller), target.id(), update, precondition));
            assertThatExceptionOfType(NotAllowedException.class)
                    .isThrownBy(() -> users.deleteUser(caller(caller), target.id(), precondition));
        }
        assertThatThrownBy(() -> rename(caller, target, "Not mine")).isInstanceOf(NotAllowedException.class);
        assertThat(users.getUser(target.id())).isEqualTo(before);
    }

    /**
     * Given a user that has changed since it was read. When an update or a deletion requires the old revision. Then
     * {@link PreconditionFailedException} is thrown and nothing changes.
     */
    @Clause(
            value = "service.failed-precondition-changes-nothing",
            promise = "An update or deletion of an account whose precondition fails changes nothing.")
    void failedPreconditionChangesNothing() {
        User old = register();
        User current = rename(old, old, "Current");
        Precondition wantsOld = Revision.of(old)::equals;
        Precondition wantsCurrent = Revision.of(current)::equals;
        UserUpdate update = new UserUpdate(old.email(), "Guarded", "");

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> users.updateUser(caller(old), old.id(), update, wantsOld));
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> users.deleteUser(caller(old), old.id(), wantsOld));
        assertThat(users.getUser(old.id())).isEqualTo(current);

        assertThat(users.updateUser(caller(old), old.id(), update, wantsCurrent).name())
                .isEqualTo("Guarded");
    }

    /**
     * Given a user. When 16 threads replace all its fields at once, without preconditions. Then all succeed, each
     * returns its own values, and the stored values are those of one writer.
     */
    @Clause(
            value = "service.last-writer-wins",
            promise = "Concurrent updates of an account without preconditions all succeed, and the account "
                    + "has all fields of one of them.")
    void lastOfConcurrentWritersWins() throws Exception {
        User user = register();

        List<Outcome<User>> outcomes = Rendezvous.run(
                16, i -> () -> update(user, user, new UserUpdate(user.email(), "Name " + i, "Bio " + i)));

        outcomes.forEach(Outcome::get);
        User last = users.getUser(user.id());
        assertThat(last.version()).isEqualTo(17);
        assertThat(last.bio()).isEqualTo(last.name().replace("Name", "Bio"));
        // Each call returned the values that it wrote.
        IntStream.range(0, 16)
                .forEach(i -> assertThat(outcomes.get(i).get().name()).isEqualTo("Name " + i));
    }

    /**
     * Given a user. When an anonymous caller and the user view it. Then the anonymous caller gets the public profile,
     * without the email address, and the user gets all fields.
     */
    @Clause(
            value = "service.anonymous-sees-public-profile",
            promise = "An anonymous caller sees the public profile of a user, without the email address.")
    void anonymousSeesPublicProfile() {
        User user = register();

        assertThat(users.viewUser(caller(user), user.id())).isEqualTo(new UserView.Complete(user));
        UserView view = users.viewUser(Viewer.anonymous(), user.id());
        assertThat(view)
                .isEqualTo(new UserView.PublicProfile(
                        user.id(), user.name(), user.bio(), user.createdAt(), Revision.of(user)));
        assertThat(view.toString()).doesNotContain(user.email().value());
    }

    /**
     * Given a user, another user, an admin, and an unclaimed account with its creator. When each views and lists the
     * users. Then the user, the admin, and the creator until the account is claimed get all fields; the others get the
     * public profile.
     */
    @Clause(
            value = "service.email-visible-to-managers-only",
            promise = "The email address of a user is visible only to the callers that may change the account.")
    void emailIsVisibleToManagersOnly() {
        User owner = register();
        User stranger = register();
        User admin = client().users().update(register().withRole(Role.ADMIN));
        User unclaimed = users.createUser(caller(owner), Unique.emailAddress(), "Bob");

        assertVisible(owner, List.of(owner, unclaimed));
        assertVisible(unclaimed, List.of(unclaimed));
        assertVisible(stranger, List.of(stranger));
        assertVisible(admin, List.of(owner, stranger, admin, unclaimed));
        client().credentials().setPassword(unclaimed.id(), hasher.hash("now it is mine"));
        assertVisible(owner, List.of(owner));
    }

    /** Asserts that the viewer sees all fields of these users, and the public profile of all others. */
    private void assertVisible(User viewer, List<User> completely) {
        List<UserView> listed =
                users.listUsers(caller(viewer), PageRequest.first()).items();
        List<UserView> viewed = client().users().findAll(PageRequest.first()).items().stream()
                .map(user -> users.viewUser(caller(viewer), user.id()))
                .toList();

        assertThat(viewed)
                .isEqualTo(listed)
                .isEqualTo(client().users().findAll(PageRequest.first()).items().stream()
                        .map(user ->
                                completely.contains(user) ? new UserView.Complete(user) : UserView.publicProfile(user))
                        .toList());
    }

    /**
     * Given a verified user with unused verification tokens. When the email address is changed. Then the user becomes
     * unverified and the tokens are invalid. A change of its case only has neither effect.
     */
    @Clause(
            value = "service.new-email-unverified",
            promise = "A new email address is unverified and ends earlier verification tokens; another case "
                    + "of the same address changes neither.")
    void newEmailIsUnverified() {
        String email = Unique.email();
        Registration registration = users.registerUser(new EmailAddress(email), PASSWORD, "Ann");
        User user = client().users().update(registration.user().withVerified(true));
        OneTimeToken left = new OneTimeToken(
                TokenHash.of(new OneTimeSecret(email)),
                user.id(),
                Purpose.EMAIL_VERIFICATION,
                clock.instant().plusSeconds(60));
        client().oneTimeTokens().store(left);

        EmailAddress respelled = new EmailAddress("USER" + email.substring(4));
        UserUpdate sameMailbox = new UserUpdate(respelled, "Ann", "");
        assertThat(update(user, user, sameMailbox).verified()).isTrue();
        TokenHash mailed = TokenHash.of(registration.verificationToken());
        assertThat(client().oneTimeTokens().consume(mailed, Purpose.EMAIL_VERIFICATION, clock.instant()))
                .contains(user.id());
        UserUpdate other = new UserUpdate(Unique.emailAddress(), "Ann", "", Optional.of(PASSWORD.value()));
        assertThat(update(user, user, other).verified()).isFalse();
        assertThat(client().oneTimeTokens().consume(left.hash(), Purpose.EMAIL_VERIFICATION, clock.instant()))
                .isEmpty();
    }

    /** Given a user. When the same profile update is made twice. Then one notification is sent. */
    @Clause(
            value = "service.profile-update-notifies-once",
            promise = "A profile update sends one notification; an update without a difference sends none.")
    void profileUpdateNotifiesOnce() {
        User user = register();
        clock.advance(Duration.ofMinutes(1));

        User renamed = rename(user, user, "Renamed");
        deliverMessages();
        int sent = notifications.delivered().size();
        assertThat(rename(user, user, "Renamed")).isEqualTo(renamed);
        deliverMessages();

        assertThat(notifications.delivered()).hasSize(sent);
        assertThat(renamed.updatedAt()).isEqualTo(clock.instant());
        assertThat(notifications.delivered())
                .filteredOn(notification -> notification.kind() == Kind.PROFILE_UPDATED)
                .extracting(Notification::userId, Notification::name)
                .containsExactly(Tuple.tuple(user.id(), "Renamed"));
    }

    /**
     * Given a deleted user. When the user is read, changed, deleted or logged in. Then each call fails as for an
     * unknown user, and the email address can be registered again.
     */
    @Clause(
            value = "service.deleted-not-found",
            promise = "A deleted user is unknown to every call, and the email address can be registered again.")
    void deletedUserIsNotFound() {
        User user = register();
        User admin = client().users().update(register().withRole(Role.ADMIN));

        users.deleteUser(caller(user), user.id(), Precondition.NONE);

        assertThatThrownBy(() -> users.getUser(user.id())).isInstanceOf(UserNotFoundException.class);
        assertThat(client().users().findByEmail(user.email())).isEmpty();
        assertThatThrownBy(() -> rename(admin, user, "Ghost")).isInstanceOf(UserNotFoundException.class);
        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> users.deleteUser(caller(admin), user.id(), Precondition.NONE));
        assertLoginFails(user.email().value(), PASSWORD.value());
        Registration next = Required.call(
                "a registration with the email address of a deleted user",
                () -> users.registerUser(user.email(), PASSWORD, "Next"));
        assertThat(next.user().id()).isNotEqualTo(user.id());
    }
}
