package dev.roster.testkit.fake.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import org.junit.jupiter.api.Test;

class InMemoryStorageReachabilityTest {

    private final InMemoryStorage storage = new InMemoryStorage();

    @Test
    void unreachableStorageFailsAndKeepsData() {
        User user = storage.users().create(aUser().build());

        storage.setReachable(false);
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(storage::ping);
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> storage.users().findById(user.id()));

        storage.setReachable(true);
        storage.ping();
        assertThat(storage.users().findById(user.id())).contains(user);
    }

    @Test
    void rollsBackIfUnreachableDuringTransaction() {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> storage.inTransaction(unit -> {
                    User created = unit.users().create(aUser().build());
                    storage.setReachable(false);
                    return created;
                }));

        storage.setReachable(true);
        assertThat(storage.users().findAll(PageRequest.first()).total()).isZero();
    }

    @Test
    void usesGivenIds() {
        storage.setNextUserId(new UserId(41));

        assertThat(storage.users().create(aUser().build()).id()).isEqualTo(new UserId(41));
        assertThat(storage.users().create(aUser().build()).id()).isEqualTo(new UserId(42));
    }
}
