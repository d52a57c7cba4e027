/**
 * Durable storage: transactions, the repositories of users, posts, comments, credentials and one-time tokens, and the
 * audit log.
 */
@NullMarked
package dev.roster.application.port.storage;

import org.jspecify.annotations.NullMarked;
