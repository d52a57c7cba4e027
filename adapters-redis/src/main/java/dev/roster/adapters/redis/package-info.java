/**
 * The adapters on Redis: a cache of users and counts of logins that all nodes share, and notifications on a stream. Redis
 * is never needed: it is asked with little patience, left alone while it is away, and nothing is lost with it.
 */
@NullMarked
package dev.roster.adapters.redis;

import org.jspecify.annotations.NullMarked;
