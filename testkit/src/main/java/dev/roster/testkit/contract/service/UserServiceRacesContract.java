package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.access.Caller;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.AdminService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostInput;
import dev.roster.application.post.PostService;
import dev.roster.application.post.PostUpdate;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Clauses of the services about calls that take away a right at the moment when another call uses it. */
abstract class UserServiceRacesContract extends UserServicePart {

    private UserService usersOn(RacingStorage storage) {
        return new UserService(storage, UserCache.NONE, hasher, secrets, throttle, clock);
    }

    private RacingStorage race(String moment, Callable<?> rival) {
        return new RacingStorage(client(), moment, rival);
    }

    private Callable<Void> reset(String token) {
        return () -> {
            accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS);
            return null;
        };
    }

    /**
     * Given an unclaimed account and the reset token of its owner. When the owner sets a password while the creator
     * changes the email address. Then one of the two is rejected.
     */
    @Clause(
            value = "service.claim-ends-rights-of-creator",
            promise = "The creator of an account changes nothing in it once its owner has set a password, "
                    + "even at the same moment.")
    void claimEndsRightsOfCreator() throws Exception {
        User creator = register();
        User unclaimed = users.createUser(caller(creator), Unique.emailAddress(), "Bob");
        String token = resetToken(unclaimed.email());
        UserUpdate update = new UserUpdate(Unique.emailAddress(), "Bob", "");
        RacingStorage racing = race("update", reset(token));

        Outcome<User> change = Rendezvous.runOnOtherThread(
                () -> usersOn(racing).updateUser(caller(creator), unclaimed.id(), update, Precondition.NONE));
        Outcome<?> claim = racing.rivalOutcome();

        assertThat(change.succeeded())
                .as("the creator's change succeeded although the claim did, or neither did")
                .isNotEqualTo(claim.succeeded());
        change.failure().ifPresent(failure -> assertThat(failure).isInstanceOf(NotAllowedException.class));
        claim.failure().ifPresent(failure -> assertThat(failure).isInstanceOf(InvalidOneTimeTokenException.class));
    }

    /**
     * Given a user whose password is verified for a change of the email address. When a reset replaces the password
     * before the change is stored. Then the change is rejected.
     */
    @Clause(
            value = "service.replaced-password-proves-nothing",
            promise = "A password that is replaced before the change it authorizes is stored does not "
                    + "authorize the change.")
    void replacedPasswordProvesNothing() throws Exception {
        User user = register();
        String token = resetToken(user.email());
        UserUpdate update = new UserUpdate(Unique.emailAddress(), "Ann", "", Optional.of(PASSWORD.value()));
        RacingStorage racing = race(RacingStorage.BEGIN, reset(token));

        Outcome<User> change = Rendezvous.runOnOtherThread(
                () -> usersOn(racing).updateUser(caller(user), user.id(), update, Precondition.NONE));

        assertThat(racing.rivalOutcome().succeeded()).isTrue();
        assertThat(change.failure()).get().isInstanceOf(InvalidCredentialsException.class);
        assertThat(users.getUser(user.id()).email()).isEqualTo(user.email());
    }

    /**
     * Given a user who requests a reset mail or another verification mail. When the user changes the email address
     * while the relay creates the token. Then no token that is mailed to the old address is valid.
     */
    @Clause(
            value = "service.old-email-gets-no-token",
            promise = "No token mailed to an email address is valid after the user has changed to another "
                    + "one, even at the same moment.")
    void oldEmailGetsNoValidToken() throws Exception {
        User one = register();
        User two = register();

        RacingStorage first = race("store", () -> changeEmail(one));
        Outcome<Void> reset = Rendezvous.runOnOtherThread(() -> {
            new OneTimeTokenMailer(first, secrets, clock).mailPasswordResetToken(one.email(), CLIENT_ADDRESS);
            return null;
        });
        assertThat(first.rivalOutcome().get()).isNotNull();
        RacingStorage second = race("store", () -> changeEmail(two));
        Outcome<Void> verification = Rendezvous.runOnOtherThread(() -> {
            new OneTimeTokenMailer(second, secrets, clock).mailVerificationToken(two.email());
            return null;
        });
        assertThat(second.rivalOutcome().get()).isNotNull();
        deliverMessages();

        assertThat(reset.failure()).isEmpty();
        assertThat(verification.failure()).isEmpty();
        mails.delivered(Kind.PASSWORD_RESET)
                .forEach(mail -> assertInvalidToken(() ->
                        accounts.resetPassword(mail.token().orElseThrow().value(), NEW_PASSWORD, CLIENT_ADDRESS)));
        mails.delivered(Kind.VERIFICATION).stream()
                .filter(mail -> mail.to().equals(two.email()))
                .forEach(mail -> assertInvalidToken(
                        () -> accounts.verifyEmail(mail.token().orElseThrow().value(), CLIENT_ADDRESS)));
    }

    private User changeEmail(User user) {
        return update(user, user, new UserUpdate(Unique.emailAddress(), "Ann", "", Optional.of(PASSWORD.value())));
    }

    /**
     * Given an admin who changes another user. When the admin role is revoked before the change is stored. Then the
     * change is rejected, or the revocation waits for it; later changes are rejected.
     */
    @Clause(
            value = "service.revoked-admin-changes-nothing",
            promise = "An admin whose role is revoked changes no other user from then on, even at the same moment.")
    void revokedAdminChangesNothing() throws Exception {
        User user = register();
        AdminService admins = new AdminService(client(), UserCache.NONE, clock);
        User admin = admins.changeRole(register().email(), Role.ADMIN, true).orElseThrow();
        ProfileUpdate update = new ProfileUpdate(Optional.of("Changed"), Optional.empty());
        RacingStorage racing = race("update", () -> admins.changeRole(admin.email(), Role.USER, false));

        Outcome<User> change = Rendezvous.runOnOtherThread(
                () -> usersOn(racing).updateProfile(caller(admin), user.id(), update, Precondition.NONE));

        assertThat(racing.rivalOutcome().succeeded()).isTrue();
        assertThat(change.succeeded())
                .as("the change succeeded after the revocation, or was rejected before it")
                .isNotEqualTo(racing.rivalWasFirst());
        assertThatThrownBy(() -> users.updateProfile(caller(admin), user.id(), update, Precondition.NONE))
                .isInstanceOf(NotAllowedException.class);
    }

    /**
     * Given callers that were authenticated. When the user logs out, and the requests go on only then. Then each is
     * rejected, no password is hashed, and nothing changes.
     */
    @Clause(
            value = "auth.ended-session-changes-nothing",
            promise = "A caller whose sessions end between authentication and the call changes nothing.")
    void endedSessionChangesNothing() {
        User user = register();
        User unclaimed = users.createUser(caller(user), Unique.emailAddress(), "Bob");
        PostService posts = new PostService(client(), clock);
        CommentService comments = new CommentService(client(), clock);
        Post post = posts.create(caller(user), new PostInput("Title", "Text", true));
        Comment comment = comments.create(caller(user), post.id(), "Text");
        Caller caller = auth.authenticate(logIn(user));
        UserUpdate update = new UserUpdate(Unique.emailAddress(), "Ann", "", Optional.of(PASSWORD.value()));
        ProfileUpdate profile = new ProfileUpdate(Optional.of("Changed"), Optional.empty());
        PostUpdate changed = new PostUpdate(Optional.of("Changed"), Optional.empty(), Optional.empty());

        auth.logOut(caller);
        int hashes = hasher.computations();

        List<ThrowingCallable> late = List.of(
                () -> users.updateUser(caller, user.id(), update, Precondition.NONE),
                () -> users.updateProfile(caller, user.id(), profile, Precondition.NONE),
                () -> users.updateProfile(caller, unclaimed.id(), profile, Precondition.NONE),
                () -> users.deleteUser(caller, unclaimed.id(), Precondition.NONE),
                () -> users.deleteUser(caller, user.id(), Precondition.NONE),
                () -> users.createUser(caller, Unique.emailAddress(), "Late"),
                () -> users.createUser(caller, Unique.emailAddress(), "Late", List.of()),
                () -> accounts.changePassword(caller, PASSWORD.value(), NEW_PASSWORD),
                () -> accounts.requestVerification(caller),
                () -> posts.create(caller, new PostInput("Late", "Text", true)),
                () -> posts.update(caller, post.id(), changed, Precondition.NONE),
                () -> posts.delete(caller, post.id(), Precondition.NONE),
                () -> comments.create(caller, post.id(), "Late"),
                () -> comments.delete(caller, comment.id()));
        for (ThrowingCallable call : late) {
            assertThatThrownBy(call).isInstanceOf(InvalidAccessTokenException.class);
        }
        assertThat(hasher.computations()).isEqualTo(hashes);
        assertThat(users.getUser(user.id())).isEqualTo(user);
        assertThat(users.getUser(unclaimed.id())).isEqualTo(unclaimed);
        assertThat(client().users().findAll(PageRequest.first()).total()).isEqualTo(2);
        assertThat(posts.listByAuthor(caller, user.id(), PageRequest.first()).items())
                .containsExactly(post);
        assertThat(comments.list(caller, post.id(), PageRequest.first()).items())
                .containsExactly(comment);
        assertLogsIn(user, PASSWORD);
    }
}
