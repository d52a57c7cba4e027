package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.access.Caller;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.Registration;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.post.PostInput;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Barrier;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Mail;
import dev.roster.testkit.fake.InMemoryNotificationService.Kind;
import dev.roster.testkit.fake.InMemoryNotificationService.Notification;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.util.List;
import org.assertj.core.groups.Tuple;

/** Clauses of {@link UserService} about new accounts. */
abstract class UserServiceCreationContract extends UserServicePart {

    /**
     * Given a new email address. When a user registers with it. Then user, credentials and token are stored, and the
     * relay delivers one mail with the returned token and one welcome notification. If storing the token fails, nothing
     * is stored or sent.
     */
    @Clause(
            value = "service.registration-atomic",
            promise = "A registration stores user, credentials and token and sends one verification mail "
                    + "and one welcome notification, or does none of it.")
    void registersAtomically() {
        EmailAddress email = Unique.emailAddress();

        Registration registration = users.registerUser(email, PASSWORD, "Ann");
        deliverMessages();

        User user = registration.user();
        assertThat(users.getUser(user.id())).isEqualTo(user);
        assertThat(client().users().findByEmail(email)).contains(user);
        assertThat(user.createdAt()).isEqualTo(clock.instant());
        assertThat(logInWith(user, PASSWORD.value()).user()).isEqualTo(user);
        assertThat(mails.delivered()).hasSize(1);
        Mail mail = mails.delivered().get(0);
        assertThat(mail.to()).isEqualTo(email);
        assertThat(mail.token()).contains(registration.verificationToken());
        assertThat(mail.at()).isEqualTo(clock.instant().plus(OneTimeTokenMailer.VERIFICATION_TTL));
        assertThat(notifications.delivered())
                .extracting(Notification::kind, Notification::userId, Notification::name)
                .containsExactly(Tuple.tuple(Kind.WELCOME, user.id(), "Ann"));
        assertThat(client().oneTimeTokens()
                        .consume(
                                TokenHash.of(registration.verificationToken()),
                                Purpose.EMAIL_VERIFICATION,
                                clock.instant()))
                .contains(user.id());

        // A duplicate token is rejected only after user and credentials have been written.
        EmailAddress refused = Unique.emailAddress();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> users(client(), registration::verificationToken).registerUser(refused, PASSWORD, "Bob"));
        deliverMessages();
        assertThat(client().users().findByEmail(refused)).isEmpty();
        assertThat(mails.delivered()).hasSize(1);
    }

    private UserService users(Storage storage, TokenGenerator secrets) {
        return new UserService(storage, UserCache.NONE, hasher, secrets, throttle, clock);
    }

    /** Returns a storage that begins transactions only after all threads have checked that the email is free. */
    private Storage meetingAt(Barrier point) {
        return new ForwardingStorage(client()) {
            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                try {
                    point.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
                return super.inTransaction(work);
            }
        };
    }

    /**
     * Given first posts for a new user. When the user is created with them. Then all posts are stored, in order. If a
     * post is invalid or the email address is taken, nothing is stored.
     */
    @Clause(
            value = "service.creation-with-posts-atomic",
            promise = "An account created with first posts is stored with all of them, in order, or not at all.")
    void createsUserWithPostsAtomically() {
        Caller creator = caller(register());
        EmailAddress email = Unique.emailAddress();
        List<PostInput> drafts = List.of(new PostInput("First", "1", false), new PostInput("Second", "2", true));
        List<PostInput> invalid = List.of(drafts.get(0), new PostInput(" ", "no title", true));

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> users.createUser(creator, email, "Bob", invalid));
        assertThat(client().users().findByEmail(email)).isEmpty();
        assertThat(client().posts()
                        .findPaginated(PageRequest.first(), PostFilter.all())
                        .total())
                .isZero();

        User created = users.createUser(creator, email, "Bob", drafts);
        assertThat(client().users().findByEmail(email)).contains(created);
        assertThat(client().posts()
                        .findByAuthor(created.id(), PageRequest.first())
                        .items())
                .extracting(Post::title)
                .containsExactly("Second", "First");
        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> users.createUser(creator, email, "Bob again", drafts));
        assertThat(client().posts()
                        .findPaginated(PageRequest.first(), PostFilter.all())
                        .total())
                .isEqualTo(2);
    }

    /**
     * Given a user. When another registers with the same email address in another case, and when 4 threads register one
     * email address at once. Then only the first registration of each succeeds, and the others store and send nothing.
     */
    @Clause(
            value = "service.duplicate-registration-creates-nothing",
            promise = "A registration with a taken email address, in any case and at any time, stores and "
                    + "sends nothing.")
    void duplicateRegistrationCreatesNothing() throws Exception {
        String email = Unique.email();
        User first =
                users.registerUser(new EmailAddress(email), PASSWORD, "First").user();
        EmailAddress again = new EmailAddress("USER" + email.substring(4));

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> users.registerUser(again, new Password("another one"), "Second"));
        // All threads pass the first check, so that only the storage can reject the duplicates.
        EmailAddress contested = Unique.emailAddress();
        List<Outcome<Registration>> rivals = Rendezvous.runWithBarrier(
                4,
                point -> i -> () -> users(meetingAt(point), new InMemoryTokenGenerator())
                        .registerUser(contested, PASSWORD, "Rival"));
        deliverMessages();

        assertThat(rivals.stream().filter(Outcome::succeeded)).hasSize(1);
        assertThat(mails.delivered()).hasSize(2);
        assertThat(notifications.delivered())
                .extracting(Notification::name)
                .containsExactlyInAnyOrder("First", "Rival");
        assertThat(notifications.delivered()).hasSize(2);
        assertThat(auth.logIn(email, PASSWORD.value()).user()).isEqualTo(first);
        assertThat(users.listUsers(caller(first), PageRequest.first()).total()).isEqualTo(2);
    }

    /**
     * Given a user. When that user creates an account for another person. Then the account has no password and names
     * its creator, and no mail or notification is sent.
     */
    @Clause(
            value = "service.created-account-unclaimed",
            promise = "An account created for another person has no password, names its creator and sends "
                    + "no mail or notification.")
    void createdAccountIsUnclaimed() {
        User creator = register();
        deliverMessages();

        User created = users.createUser(caller(creator), Unique.emailAddress(), "Bob");
        deliverMessages();

        assertThat(created.createdBy()).isEqualTo(creator.id());
        assertThat(client().credentials().findByUserId(created.id())).isEmpty();
        assertThat(mails.delivered()).hasSize(1);
        assertThat(notifications.delivered()).hasSize(1);
        assertLoginFails(created.email().value(), "");
    }

    /**
     * Given a user. When that user creates accounts for other persons, with and without posts. Then one event of each
     * account names the creator and the client address. A rejected creation is not recorded.
     */
    @Clause(
            value = "service.created-account-recorded",
            promise = "The creation of an account for another person is recorded once, with the creator and "
                    + "the client address.")
    void recordsCreatedAccount() {
        Caller creator = new Caller(register().id(), CLIENT_ADDRESS);
        List<PostInput> posts = List.of(new PostInput("First", "1", false));

        User alone = users.createUser(creator, Unique.emailAddress(), "Bob");
        User withPosts = users.createUser(creator, Unique.emailAddress(), "Dan", posts);

        for (User created : List.of(alone, withPosts)) {
            assertThat(client().auditLog().findLatestByUserId(created.id(), 10))
                    .containsExactly(AuditEvent.by(
                            creator.id(), AuditEvent.Type.USER_CREATED, created.id(), CLIENT_ADDRESS, clock.instant()));
        }
        int recorded = client().auditLog().findLatest(100).size();
        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> users.createUser(creator, alone.email(), "Again"));
        assertThat(client().auditLog().findLatest(100)).hasSize(recorded);
    }
}
