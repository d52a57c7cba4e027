package dev.roster.testkit.contract.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortCallTest {

    @Test
    void findsCallsOfAllPortsAndOfTheStorageItself() {
        StoredSample sample = new InMemoryStorage().inTransaction(StoredSample::storeIn);

        List<String> calls = PortCall.ofStorage(CallArguments.about(sample)).stream()
                .map(PortCall::toString)
                .toList();

        assertThat(calls)
                .contains(
                        "users().delete(UserId, long)",
                        "posts().findPublished(PageRequest)",
                        "auditLog().deleteBefore(Instant)",
                        "outbox().append(OutboxMessage)",
                        "outboxQueue().stats()",
                        "inTransaction(TransactionWork)",
                        "ping()")
                .endsWith("close()")
                .hasSizeGreaterThan(45)
                .doesNotHaveDuplicates();
    }

    /** Otherwise, a clause about this change would prove nothing. */
    @ParameterizedTest
    @MethodSource("numbersOfChanges")
    void changeOfSampleIsSeenInSnapshot(int number) {
        Storage storage = new InMemoryStorage();
        StoredSample sample = storage.inTransaction(StoredSample::storeIn);
        PortCall change = changesOf(sample).get(number);
        StorageSnapshot before = StorageSnapshot.of(storage, sample);

        change.in(storage);

        assertThat(StorageSnapshot.of(storage, sample).differences(before))
                .as("%s", change)
                .isNotEmpty();
    }

    static IntStream numbersOfChanges() {
        StoredSample sample = new InMemoryStorage().inTransaction(StoredSample::storeIn);
        return IntStream.range(0, changesOf(sample).size());
    }

    private static List<PortCall> changesOf(StoredSample sample) {
        return PortCall.ofUnit(CallArguments.about(sample)).stream()
                .filter(PortCall::isChange)
                .toList();
    }

    interface UnknownPort {
        Stream<String> findAll(ZoneId zone);
    }

    interface Owner {
        UnknownPort unknown();
    }

    @Test
    void namesTheMissingArgumentOfAnUnknownMethod() {
        StoredSample sample = new InMemoryStorage().inTransaction(StoredSample::storeIn);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> PortCall.callsOf(Owner.class, CallArguments.about(sample)))
                .withMessageContaining("no argument of type java.time.ZoneId")
                .withMessageContaining("UnknownPort.findAll")
                .withMessageContaining("add one to BY_TYPE in CallArguments");
    }
}
