/**
 * Who calls, what the caller may do, and on which state of the data a change is based. Authorization is decided in the
 * services, so it holds for every adapter.
 */
@NullMarked
package dev.roster.application.access;

import org.jspecify.annotations.NullMarked;
