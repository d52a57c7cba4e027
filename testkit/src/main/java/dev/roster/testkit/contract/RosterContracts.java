package dev.roster.testkit.contract;

import dev.roster.testkit.contract.api.RosterApiContract;
import dev.roster.testkit.contract.cache.UserCacheContract;
import dev.roster.testkit.contract.client.RosterClientContract;
import dev.roster.testkit.contract.delivery.EmailServiceContract;
import dev.roster.testkit.contract.delivery.NotificationServiceContract;
import dev.roster.testkit.contract.directory.UserDirectoryContract;
import dev.roster.testkit.contract.outage.EmailServiceOutageContract;
import dev.roster.testkit.contract.outage.LoginThrottleOutageContract;
import dev.roster.testkit.contract.outage.NotificationServiceOutageContract;
import dev.roster.testkit.contract.outage.StorageOutageContract;
import dev.roster.testkit.contract.outage.UserCacheOutageContract;
import dev.roster.testkit.contract.outage.UserDirectoryOutageContract;
import dev.roster.testkit.contract.security.AccessTokensContract;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import dev.roster.testkit.contract.security.PasswordHasherContract;
import dev.roster.testkit.contract.security.TokenGeneratorContract;
import dev.roster.testkit.contract.service.PostServiceContract;
import dev.roster.testkit.contract.service.UserServiceCachingContract;
import dev.roster.testkit.contract.service.UserServiceContract;
import dev.roster.testkit.contract.storage.StorageContract;
import java.util.List;
import java.util.stream.Stream;

/** All contracts. Those of single repositories are part of {@link StorageContract}. */
public final class RosterContracts {

    /** Version of the contracts, {@code major.minor}. */
    public static final String VERSION = "1.0";

    private RosterContracts() {}

    /** Returns the contracts of ports and services, whose Javadoc names their clauses. */
    public static List<Class<?>> ofPorts() {
        return List.of(
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
                StorageOutageContract.class,
                UserCacheOutageContract.class,
                UserDirectoryOutageContract.class,
                LoginThrottleOutageContract.class,
                EmailServiceOutageContract.class,
                NotificationServiceOutageContract.class,
                PostServiceContract.class,
                UserServiceContract.class);
    }

    /** Returns all contracts, with those of the HTTP API and of its clients. */
    public static List<Class<?>> all() {
        return Stream.concat(ofPorts().stream(), Stream.of(RosterApiContract.class, RosterClientContract.class))
                .toList();
    }
}
