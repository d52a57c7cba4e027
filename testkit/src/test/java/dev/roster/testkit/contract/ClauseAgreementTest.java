package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the promises in the Javadoc of ports and services and the clauses of the contracts are the same. */
class ClauseAgreementTest {

    private static final Path SERVICES =
            Path.of("..", "application", "src", "main", "java", "dev", "roster", "application");

    @Test
    void portsAndContractsAgree() throws IOException {
        List<Class<?>> contracts = List.of(
                UserRepositoryContract.class,
                UserRepositoryListsContract.class,
                UserRepositoryFidelityContract.class,
                CredentialsRepositoryContract.class,
                OneTimeTokenRepositoryContract.class,
                OutboxContract.class,
                PostRepositoryContract.class,
                PostRepositoryListsContract.class,
                PostRepositorySlicesContract.class,
                PostRepositoryFidelityContract.class,
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
