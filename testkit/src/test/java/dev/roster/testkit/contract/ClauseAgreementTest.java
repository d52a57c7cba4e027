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
import dev.roster.testkit.contract.service.PostServiceContract;
import dev.roster.testkit.contract.service.UserServiceCachingContract;
import dev.roster.testkit.contract.service.UserServiceContract;
import dev.roster.testkit.contract.storage.StorageContract;
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
                StorageContract.class,
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
                UserServiceContract.class);

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
