package dev.roster.testkit.fake.storage;

import java.util.function.Function;

/** How a repository gets at the state: inside one transaction, or each call on its own. */
interface InMemoryAccess {

    <T> T read(Function<InMemoryState, T> query);

    /** The change must leave the state alone when it throws. */
    <T> T write(Function<InMemoryState, T> change);
}
