package dev.roster.testkit.faulty.service;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;

import dev.roster.application.account.Registration;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.LockstepFaults;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Planted faults of storages in the creation of accounts, each with the clause that must detect it. */
public enum UserCreationFaults implements PlantedFault {
    @Fault("Stores users one second later than they were created.")
    CREATED_LATER("service.registration-atomic"),
    @Fault("Stores another password at the registration.")
    OTHER_PASSWORD_STORED("service.registration-atomic"),
    @Fault("Revokes the verification token at the registration.")
    TOKEN_REVOKED("service.registration-atomic"),
    @Fault("Stores no message about the verification mail.")
    MAIL_LOST("service.registration-atomic"),
    @Fault("Stores the message about the verification mail twice.")
    MAIL_DUPLICATED("service.registration-atomic"),
    @Fault("Stores no welcome notification.")
    WELCOME_LOST("service.registration-atomic"),
    @Fault("Stores the welcome notification twice.")
    WELCOME_DUPLICATED("service.registration-atomic"),
    @Fault("Registers users outside of a transaction.")
    REGISTRATION_NOT_ATOMIC("service.registration-atomic"),
    @Fault("Creates users with posts outside of a transaction.")
    CREATION_NOT_ATOMIC("service.creation-with-posts-atomic"),
    @Fault("Keeps the posts of failed transactions.")
    POSTS_NOT_ROLLED_BACK("service.creation-with-posts-atomic"),
    @Fault("Stores no first posts.")
    POSTS_LOST("service.creation-with-posts-atomic"),
    @Fault("Stores the first posts in reverse order.")
    POSTS_REVERSED("service.creation-with-posts-atomic"),
    @Fault("Stores a post when a creation is rejected.")
    REJECTION_LEAVES_A_POST("service.creation-with-posts-atomic"),
    @Fault("Accepts a taken email address in another case.")
    EMAIL_CASE_SENSITIVE("service.duplicate-registration-creates-nothing"),
    @Fault("Returns the existing user for a taken email address.")
    DUPLICATES_SHARE_A_USER("service.duplicate-registration-creates-nothing"),
    @Fault("Stores another user when a duplicate is rejected.")
    DUPLICATE_LEAVES_A_USER("service.duplicate-registration-creates-nothing"),
    @Fault("Stores a message about a mail when a duplicate is rejected.")
    DUPLICATE_LEAVES_A_MAIL("service.duplicate-registration-creates-nothing"),
    @Fault("Stores a welcome notification when a duplicate is rejected.")
    DUPLICATE_LEAVES_A_WELCOME("service.duplicate-registration-creates-nothing"),
    @Fault("Stores users without their creator.")
    CREATOR_LOST("service.created-account-unclaimed"),
    @Fault("Gives accounts that others create an empty password.")
    CREATED_WITH_PASSWORD("service.created-account-unclaimed"),
    @Fault("Stores a message about a mail to accounts that others create.")
    CREATED_IS_MAILED("service.created-account-unclaimed"),
    @Fault("Stores a welcome notification for accounts that others create.")
    CREATED_IS_WELCOMED("service.created-account-unclaimed");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserCreationFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(InMemoryStorage sound) {
        if (this == POSTS_NOT_ROLLED_BACK) {
            return LockstepFaults.ROLLBACK_FORGETS_POSTS.plantedIn(sound);
        }
        return new Faulty(sound);
    }

    private static void mail(UnitOfWork unit, User user) {
        unit.outbox()
                .append(new VerificationEmail(
                        MessageId.random(),
                        user.createdAt(),
                        user.email(),
                        user.name(),
                        new OneTimeSecret(Unique.email()),
                        user.createdAt().plusSeconds(60)));
    }

    private static void welcome(UnitOfWork unit, User user) {
        unit.outbox().append(new WelcomeNotification(MessageId.random(), user.createdAt(), user.id(), user.name()));
    }

    private final class Faulty extends ForwardingStorage {

        private final InMemoryStorage sound;
        private final AtomicLong lastPost = new AtomicLong(1_000_000);

        Faulty(InMemoryStorage sound) {
            super(sound);
            this.sound = sound;
        }

        private boolean is(UserCreationFaults fault) {
            return UserCreationFaults.this == fault;
        }

        @Override
        public UserRepository users() {
            return new ForwardingUserRepository(sound.users()) {
                @Override
                public Optional<User> findByEmail(EmailAddress email) {
                    return sound.findByEmail(email)
                            .filter(found -> !is(EMAIL_CASE_SENSITIVE)
                                    || found.email().value().equals(email.value()));
                }
            };
        }

        private void createdByOther(UnitOfWork unit, User created) {
            if (is(CREATED_WITH_PASSWORD)) {
                unit.credentials().setPassword(created.id(), new FastPasswordHasher(2).hash(""));
            } else if (is(CREATED_IS_MAILED)) {
                mail(unit, created);
            } else if (is(CREATED_IS_WELCOMED)) {
                welcome(unit, created);
            }
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            if (is(REGISTRATION_NOT_ATOMIC) || is(CREATION_NOT_ATOMIC)) {
                return work.execute(sound);
            }
            try {
                return sound.inTransaction(unit -> {
                    T result = work.execute(faulty(unit));
                    if (result instanceof Registration registration) {
                        registered(unit, registration.user());
                    }
                    return result;
                });
            } catch (EmailAlreadyExistsException refused) {
                refused(sound.users().findAll(PageRequest.first()).items().get(0));
                throw refused;
            }
        }

        private void registered(UnitOfWork unit, User user) {
            switch (UserCreationFaults.this) {
                case OTHER_PASSWORD_STORED ->
                    unit.credentials().setPassword(user.id(), new FastPasswordHasher(2).hash("another"));
                case TOKEN_REVOKED ->
                    unit.oneTimeTokens().revoke(user.id(), Purpose.EMAIL_VERIFICATION, user.createdAt());
                case MAIL_DUPLICATED -> mail(unit, user);
                case WELCOME_DUPLICATED -> welcome(unit, user);
                default -> {}
            }
        }

        private void refused(User other) {
            switch (UserCreationFaults.this) {
                case REJECTION_LEAVES_A_POST ->
                    sound.posts().create(aPostBy(other.id()).build());
                case DUPLICATE_LEAVES_A_USER ->
                    sound.users()
                            .create(new NewUser(
                                    Unique.emailAddress(), other.name(), other.bio(), null, other.createdAt()));
                case DUPLICATE_LEAVES_A_MAIL -> mail(sound, other);
                case DUPLICATE_LEAVES_A_WELCOME -> welcome(sound, other);
                default -> {}
            }
        }

        private UnitOfWork faulty(UnitOfWork unit) {
            return new ForwardingUnit(unit) {
                @Override
                public UserRepository users() {
                    return faultyUsers(unit);
                }

                @Override
                public PostRepository posts() {
                    return faulty(unit.posts());
                }

                @Override
                public Outbox outbox() {
                    return message -> {
                        boolean lost = (is(MAIL_LOST) && message instanceof VerificationEmail)
                                || (is(WELCOME_LOST) && message instanceof WelcomeNotification);
                        if (!lost) {
                            unit.outbox().append(message);
                        }
                    };
                }
            };
        }

        private UserRepository faultyUsers(UnitOfWork unit) {
            return new ForwardingUserRepository(unit.users()) {
                @Override
                public User create(NewUser user) {
                    Optional<User> rival = sound.findByEmail(user.email());
                    if (is(DUPLICATES_SHARE_A_USER) && rival.isPresent()) {
                        return rival.get();
                    }
                    boolean doubled = is(EMAIL_CASE_SENSITIVE) && rival.isPresent();
                    User created = sound.create(new NewUser(
                            doubled ? Unique.emailAddress() : user.email(),
                            user.name(),
                            user.bio(),
                            is(CREATOR_LOST) ? null : user.createdBy(),
                            is(CREATED_LATER) ? user.createdAt().plusSeconds(1) : user.createdAt()));
                    if (user.createdBy() != null) {
                        createdByOther(unit, created);
                    }
                    return created;
                }
            };
        }

        private PostRepository faulty(PostRepository posts) {
            return new ForwardingPostRepository(posts) {
                @Override
                public Post create(NewPost post) {
                    if (is(POSTS_LOST)) {
                        return post.toPost(new PostId(1));
                    }
                    if (is(POSTS_REVERSED)) {
                        Faulty.this.sound.setNextPostId(new PostId(lastPost.decrementAndGet()));
                    }
                    return sound.create(post);
                }
            };
        }
    }
}
