package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.UserId;
import java.util.List;
import java.util.function.Consumer;

/**
 * The resources that two nodes share.
 *
 * @param storage the storage of both nodes
 * @param caches one client of the cache for each node
 * @param cacheClearer removes all data of a user from the cache, like a restart without data
 */
record InterleavingFixture(Storage storage, List<UserCache> caches, Consumer<UserId> cacheClearer) {}
