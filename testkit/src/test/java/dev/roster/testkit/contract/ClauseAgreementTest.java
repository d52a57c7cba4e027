package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.contract.cache.UserCacheContract;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import dev.roster.testkit.contract.delivery.NotificationServiceContract;
import dev.roster.testkit.contract.directory.UserDirectoryContract;
import dev.roster.testkit.contract.security.AccessTokensContract;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import dev.roster.testkit.contract.security.PasswordHasherContract;
import dev.roster.testkit.contract.security.TokenGeneratorContract;
import dev.roster.testkit.contract.service.AccountMailsContract;
import dev.roster.testkit.contract.service.AccountServiceContract;
import dev.roster.testkit.contract.service.PostServiceContract;
import dev.roster.testkit.contract.service.UserServiceCachingContract;
import dev.roster.testkit.contract.service.UserServiceContract;
import dev.roster.testkit.contract.service.UserServiceCreationContract;
import dev.roster.testkit.contract.service.UserServiceSessionsContract;
import dev.roster.testkit.contract.storage.AuditLogContract;
import dev.roster.testkit.contract.storage.CommentRepositoryContract;
import dev.roster.testkit.contract.storage.CredentialsRepositoryContract;
import dev.roster.testkit.contract.storage.OneTimeTokenRepositoryContract;
import dev.roster.testkit.contract.storage.OutboxContract;
import dev.roster.testkit.contract.storage.PostRepositoryContract;
import dev.roster.testkit.contract.storage.PostRepositoryListsContract;
import dev.roster.testkit.contract.storage.PostRepositoryRoundTripContract;
import dev.roster.testkit.contract.storage.PostRepositorySlicesContract;
import dev.roster.testkit.contract.storage.TransactionsConcurrencyContract;
import dev.roster.testkit.contract.storage.TransactionsContract;
import dev.roster.testkit.contract.storage.TransactionsMisuseContract;
import dev.roster.testkit.contract.storage.UserRepositoryContract;
import dev.roster.testkit.contract.storage.UserRepositoryListsContract;
import dev.roster.testkit.contract.storage.UserRepositoryRoundTripContract;
import dev.roster.testkit.contract.storage.lockstep.StorageLockstepContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the Javadoc of ports and services names exactly the clauses of the contracts. */
class ClauseAgreementTest {

    private static final Path SERVICES =
            Path.of("..", "application", "src", "main", "java", "dev", "roster", "application");

    @Test
    void portsAndContractsAgree() throws IOException {
        List<Class<?>> contracts = List.of(
                UserRepositoryContract.class,
                UserRepositoryListsContract.class,
                UserRepositoryRoundTripContract.class,
                CredentialsRepositoryContract.class,
                OneTimeTokenRepositoryContract.class,
                OutboxContract.class,
                PostRepositoryContract.class,
                PostRepositoryListsContract.class,
                PostRepositorySlicesContract.class,
                PostRepositoryRoundTripContract.class,
                CommentRepositoryContract.class,
                TransactionsContract.class,
                TransactionsConcurrencyContract.class,
                TransactionsMisuseContract.class,
                StorageLockstepContract.class,
                AuditLogContract.class,
                LoginThrottleContract.class,
                EmailServiceContract.class,
                UserCacheContract.class,
                NotificationServiceContract.class,
                UserServiceCachingContract.class,
                PasswordHasherContract.class,
                AccessTokensContract.class,
                TokenGeneratorContract.class,
                UserDirectoryContract.class,
                PostServiceContract.class,
                UserServiceContract.class,
                UserServiceCreationContract.class,
                AccountServiceContract.class,
                AccountMailsContract.class,
                UserServiceSessionsContract.class);

        assertThat(Specification.disagreements(sources(), contracts)).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SERVICES)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(30);
            return sources;
        }
    }
}
