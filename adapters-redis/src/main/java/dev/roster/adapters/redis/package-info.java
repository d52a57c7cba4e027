/**
 * The place of the adapters on Redis: a shared cache of users, notifications on a stream, and a login throttle for
 * several nodes. There are none yet; Roster keeps no cache and its notifications go to the log.
 */
@NullMarked
package dev.roster.adapters.redis;

import org.jspecify.annotations.NullMarked;
