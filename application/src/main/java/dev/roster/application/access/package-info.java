/**
 * Callers, authorization, and the state of the data on which a change is based. Authorization is decided in the
 * services, so it holds for every adapter.
 */
@NullMarked
package dev.roster.application.access;

import org.jspecify.annotations.NullMarked;
