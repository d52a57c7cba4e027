/**
 * Use cases of Roster, as plain service classes in the packages below: {@code outbox} depends on {@code account},
 * {@code account} on {@code post}, {@code post} on {@code access}. {@code port} holds the interfaces that adapters
 * implement.
 */
@NullMarked
package dev.roster.application;

import org.jspecify.annotations.NullMarked;
