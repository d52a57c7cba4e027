package dev.roster.testkit.fake.storage;

import java.util.function.Function;

/** Access of a repository to the state: inside one transaction, or in a transaction for each call. */
interface InMemoryAccess {

    <T> T read(Function<InMemoryState, T> query);

    /** Runs a change. A change that throws must not have modified the state. */
    <T> T write(Function<InMemoryState, T> change);
}
