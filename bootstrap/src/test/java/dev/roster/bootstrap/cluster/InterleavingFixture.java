package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.UserId;
import java.util.List;
import java.util.function.Consumer;

/**
 * What two nodes share.
 *
 * @param storage of both
 * @param caches one client of the cache for each node
 * @param cacheClearer makes the cache forget what it has of a user, as a server that is restarted empty
 */
record InterleavingFixture(Storage storage, List<UserCache> caches, Consumer<UserId> cacheClearer) {}
