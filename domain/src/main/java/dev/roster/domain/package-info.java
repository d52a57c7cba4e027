/**
 * What Roster is about: users, their posts and the comments on them as immutable records with typed ids, the rules their values keep, and the refusals that
 * break those rules. Depends on {@code java.*} alone.
 *
 * <p>Every value here is checked when it is made, so whoever holds a {@link dev.roster.domain.User} or an
 * {@link dev.roster.domain.EmailAddress} holds a valid one; adapters need no checks of their own. All types are
 * immutable and safe to share between threads, {@link dev.roster.domain.Violations} apart.
 */
@NullMarked
package dev.roster.domain;

import org.jspecify.annotations.NullMarked;
