package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.Caller;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.bootstrap.argon2.Argon2Cost;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.secrets.SecureTokenGenerator;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.testkit.fake.InMemoryAccessTokens;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that each outcome of a login computes one hash, so that its duration reveals nothing. */
class LoginHashCountTest {

    private static final String PASSWORD = "correct horse";

    private final InMemoryStorage storage = new InMemoryStorage();
    private final SettableClock clock = new SettableClock();
    private final Argon2PasswordHasher argon2 = new Argon2PasswordHasher(new Argon2Cost(64, 1, 1), 2, 64);
    private final Argon2PasswordHasher olderHasher = new Argon2PasswordHasher(new Argon2Cost(32, 1, 1), 2, 64);
    private final CountingHasher hasher = new CountingHasher(argon2);
    private final UserService users =
            new UserService(storage, UserCache.NONE, hasher, new SecureTokenGenerator(), LoginThrottle.NONE, clock);
    private final AuthService auth = new AuthService(
            storage, hasher, new InMemoryAccessTokens(Duration.ofHours(1), clock), LoginThrottle.NONE, clock);
    private User ann;

    @BeforeEach
    void createAccounts() {
        ann = users.registerUser(new EmailAddress("ann@example.com"), new Password(PASSWORD), "Ann")
                .user();
        users.createUser(new Caller(ann.id()), new EmailAddress("unclaimed@example.com"), "Unclaimed");
        hasher.computations.set(0);
    }

    @AfterEach
    void close() {
        argon2.close();
        olderHasher.close();
    }

    @ParameterizedTest
    @CsvSource({
        "unknown address, nobody@example.com",
        "no address at all, ' '",
        "account without password, unclaimed@example.com",
        "wrong password, ann@example.com"
    })
    void failedLoginComputesOneHash(String path, String email) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .as(path)
                .isThrownBy(() -> auth.logIn(email, "wrong horse"));

        assertThat(hasher.computations).as(path).hasValue(1);
    }

    @Test
    void successfulLoginComputesOneHash() {
        assertThat(auth.logIn("ANN@example.com", PASSWORD).user()).isEqualTo(ann);

        assertThat(hasher.computations).hasValue(1);
    }

    @Test
    void renewalComputesSecondHashOnce() {
        storage.credentials().setPassword(ann.id(), olderHasher.hash(PASSWORD));

        auth.logIn("ann@example.com", PASSWORD);
        assertThat(hasher.computations).as("with renewal").hasValue(2);

        auth.logIn("ann@example.com", PASSWORD);
        assertThat(hasher.computations).as("once renewed").hasValue(3);
        assertThat(users.getUser(ann.id()).version()).isEqualTo(ann.version());
    }

    @Test
    void wrongPasswordDoesNotRenewHash() {
        storage.credentials().setPassword(ann.id(), olderHasher.hash(PASSWORD));

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn("ann@example.com", "wrong horse"));

        assertThat(hasher.computations).hasValue(1);
    }

    @Test
    void registrationWithTakenEmailComputesNoHash() {
        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() ->
                        users.registerUser(new EmailAddress("Ann@Example.com"), new Password(PASSWORD), "Ann Other"));

        assertThat(hasher.computations).hasValue(0);
    }

    private static final class CountingHasher implements PasswordHasher {

        private final PasswordHasher delegate;
        private final AtomicInteger computations = new AtomicInteger();

        CountingHasher(PasswordHasher counted) {
            this.delegate = counted;
        }

        @Override
        public PasswordHash hash(String password) {
            computations.incrementAndGet();
            return delegate.hash(password);
        }

        @Override
        public boolean verify(String password, PasswordHash hash) {
            computations.incrementAndGet();
            return delegate.verify(password, hash);
        }

        @Override
        public boolean needsRenewal(PasswordHash hash) {
            return delegate.needsRenewal(hash);
        }

        @Override
        public PasswordHash decoy() {
            return delegate.decoy();
        }
    }
}
