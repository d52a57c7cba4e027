package dev.roster.testkit.faulty.service;

import static dev.roster.testkit.faulty.service.AccountFaults.CHANGE_NOTICE_TO_NEW_EMAIL;
import static dev.roster.testkit.faulty.service.AccountFaults.DELETION_LOST;
import static dev.roster.testkit.faulty.service.AccountFaults.EVERYONE_IS_ADMIN;
import static dev.roster.testkit.faulty.service.AccountFaults.MAIL_DUPLICATED;
import static dev.roster.testkit.faulty.service.AccountFaults.MAIL_LOST;
import static dev.roster.testkit.faulty.service.AccountFaults.REQUEST_DUPLICATED;
import static dev.roster.testkit.faulty.service.AccountFaults.REQUEST_OF_UNKNOWN_EMAIL_LOST;
import static dev.roster.testkit.faulty.service.AccountFaults.REVOKED_TOKEN_WORKS;
import static dev.roster.testkit.faulty.service.AccountFaults.TOKEN_CONSUMED_BY_LOOKUP;
import static dev.roster.testkit.faulty.service.AccountFaults.VERIFIED_NOT_RETURNED;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Planter of a fault in the units of work of one storage; {@link FaultyCredentials} has the faults of credentials. */
final class FaultyAccountStorage {

    private final AccountFaults fault;
    private final FaultyCredentials.SharedMemory remembered = new FaultyCredentials.SharedMemory();
    private final Map<TokenHash, OneTimeToken> stored = new ConcurrentHashMap<>();

    FaultyAccountStorage(AccountFaults fault) {
        this.fault = fault;
    }

    UnitOfWork plantedIn(UnitOfWork sound, boolean inTransaction) {
        return new ForwardingUnit(sound) {
            @Override
            public UserRepository users() {
                return new Users(sound.users());
            }

            @Override
            public CredentialsRepository credentials() {
                return new FaultyCredentials(fault, sound, remembered, inTransaction);
            }

            @Override
            public OneTimeTokenRepository oneTimeTokens() {
                return new Tokens(sound);
            }

            @Override
            public AuditLog auditLog() {
                return faulty(sound.auditLog());
            }

            @Override
            public Outbox outbox() {
                return message -> append(sound, message);
            }
        };
    }

    private final class Users extends ForwardingUserRepository {

        Users(UserRepository sound) {
            super(sound);
        }

        @Override
        public Optional<User> findById(UserId id) {
            Optional<User> found = sound.findById(id);
            return fault == EVERYONE_IS_ADMIN ? found.map(user -> user.withRole(Role.ADMIN)) : found;
        }

        @Override
        public Optional<User> lock(UserId id) {
            Optional<User> locked = sound.lock(id);
            return switch (fault) {
                case VERIFIED_ASSUMED -> locked.map(user -> user.withVerified(true));
                case VERIFIED_NOT_RETURNED -> locked.map(user -> user.withVerified(false));
                default -> locked;
            };
        }

        @Override
        public Optional<User> findByEmail(EmailAddress email) {
            Optional<User> found = sound.findByEmail(email);
            return switch (fault) {
                case EMAIL_CASE_SENSITIVE ->
                    found.filter(user -> user.email().value().equals(email.value()));
                case VERIFIED_ASSUMED -> found.map(user -> user.withVerified(true));
                case VERIFIED_NOT_RETURNED -> found.map(user -> user.withVerified(false));
                case UNKNOWN_EMAIL_FOUND -> {
                    List<User> all = sound.findAll(PageRequest.first()).items();
                    yield found.or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1)));
                }
                default -> found;
            };
        }

        @Override
        public boolean delete(UserId id, long version) {
            return fault == DELETION_LOST || sound.delete(id, version);
        }

        @Override
        public User update(User user) {
            return switch (fault) {
                case VERIFIED_LOST -> sound.update(user.withVerified(false)).withVerified(user.verified());
                case ROLE_LOST ->
                    sound.update(user.withRole(
                                    sound.findById(user.id()).orElseThrow().role()))
                            .withRole(user.role());
                default -> sound.update(user);
            };
        }
    }

    private final class Tokens implements OneTimeTokenRepository {

        private final OneTimeTokenRepository sound;
        private final UserRepository users;

        Tokens(UnitOfWork unit) {
            sound = unit.oneTimeTokens();
            users = unit.users();
        }

        @Override
        public void store(OneTimeToken token) {
            stored.put(token.hash(), token);
            sound.store(token);
        }

        @Override
        public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            return switch (fault) {
                case TOKEN_REUSABLE, TOKEN_PURPOSE_IGNORED, TOKEN_NEVER_EXPIRES ->
                    Optional.ofNullable(stored.get(hash)).map(OneTimeToken::userId);
                case TOKEN_CONSUMED_BY_LOOKUP -> sound.consume(hash, purpose, now);
                case TOKEN_OF_OTHER_USER ->
                    sound.find(hash, purpose, now)
                            .map(id -> users.findAll(PageRequest.first())
                                    .items()
                                    .get(0)
                                    .id());
                case ANY_TOKEN_FOUND -> Optional.of(new UserId(1));
                default -> sound.find(hash, purpose, now);
            };
        }

        @Override
        public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            Optional<OneTimeToken> known = Optional.ofNullable(stored.get(hash));
            return switch (fault) {
                case TOKEN_REUSABLE -> known.map(OneTimeToken::userId);
                case TOKEN_PURPOSE_IGNORED ->
                    sound.consume(hash, known.map(OneTimeToken::purpose).orElse(purpose), now);
                case TOKEN_NEVER_EXPIRES -> sound.consume(hash, purpose, Instant.EPOCH);
                case TOKEN_EXPIRES_EARLY -> sound.consume(hash, purpose, now.plusNanos(1_000));
                default -> sound.consume(hash, purpose, now);
            };
        }

        @Override
        public void revoke(UserId userId, OneTimeToken.Purpose purpose, Instant now) {
            if (fault != REVOKED_TOKEN_WORKS) {
                sound.revoke(userId, purpose, now);
            }
        }

        @Override
        public long deleteExpiredBefore(Instant time) {
            return sound.deleteExpiredBefore(time);
        }
    }

    /** Returns an audit log with a faulty {@link AuditLog#append}; reads are correct. */
    private AuditLog faulty(AuditLog sound) {
        return (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (self, called, given) -> {
                    if (called.getName().equals("append")) {
                        appended((AuditEvent) given[0]).forEach(sound::append);
                        return null;
                    }
                    try {
                        return called.invoke(sound, given);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private List<AuditEvent> appended(AuditEvent event) {
        return switch (fault) {
            case EVENT_LOST -> List.of();
            case EVENT_DUPLICATED -> List.of(event, event);
            case EVENT_WITHOUT_CLIENT_ADDRESS ->
                List.of(new AuditEvent(
                        event.occurredAt(), event.type(), event.userId(), event.actorId(), ClientAddress.UNKNOWN));
            case EVENT_WITHOUT_ACTOR ->
                List.of(new AuditEvent(
                        event.occurredAt(), event.type(), event.userId(), Optional.empty(), event.clientAddress()));
            case EVENT_WITHOUT_USER ->
                List.of(new AuditEvent(
                        event.occurredAt(), event.type(), Optional.empty(), event.actorId(), event.clientAddress()));
            default -> List.of(event);
        };
    }

    private void append(UnitOfWork sound, OutboxMessage message) {
        Optional<EmailAddress> requested = requestedFor(message);
        boolean lost = (fault == MAIL_LOST && Lane.MAILS.contains(message.lane()))
                || (fault == REQUEST_OF_UNKNOWN_EMAIL_LOST
                        && requested
                                .filter(to -> sound.users().findByEmail(to).isEmpty())
                                .isPresent());
        if (fault == CHANGE_NOTICE_TO_NEW_EMAIL && message instanceof EmailChangedEmail mail) {
            sound.outbox()
                    .append(new EmailChangedEmail(
                            mail.id(), mail.createdAt(), mail.newEmail(), mail.name(), mail.newEmail()));
        } else if (!lost) {
            sound.outbox().append(message);
        }
        if (fault == (requested.isPresent() ? REQUEST_DUPLICATED : MAIL_DUPLICATED)) {
            sound.outbox().append(duplicate(message));
        }
    }

    private static Optional<EmailAddress> requestedFor(OutboxMessage message) {
        if (message instanceof PasswordResetRequest asked) {
            return Optional.of(asked.to());
        }
        return message instanceof VerificationRequest asked ? Optional.of(asked.to()) : Optional.empty();
    }

    private static OutboxMessage duplicate(OutboxMessage message) {
        MessageId id = MessageId.random();
        if (message instanceof PasswordResetRequest asked) {
            return new PasswordResetRequest(id, asked.createdAt(), asked.to(), asked.clientAddress());
        }
        if (message instanceof VerificationRequest asked) {
            return new VerificationRequest(id, asked.createdAt(), asked.to());
        }
        if (message instanceof PasswordResetEmail mail) {
            return new PasswordResetEmail(
                    id, mail.createdAt(), mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt());
        }
        if (message instanceof EmailChangedEmail mail) {
            return new EmailChangedEmail(id, mail.createdAt(), mail.to(), mail.name(), mail.newEmail());
        }
        return message instanceof PasswordChangedEmail mail
                ? new PasswordChangedEmail(id, mail.createdAt(), mail.to(), mail.name())
                : message;
    }
}
