package dev.roster.bootstrap;

import dev.roster.application.port.Storage;
import dev.roster.application.port.UserCache;
import dev.roster.domain.UserId;
import java.util.List;
import java.util.function.Consumer;

/**
 * What two nodes share.
 *
 * @param storage of both
 * @param caches one client of the cache for each node
 * @param emptying makes the cache forget what it has of a user, as a server that is restarted empty
 */
record Ground(Storage storage, List<UserCache> caches, Consumer<UserId> emptying) {}
