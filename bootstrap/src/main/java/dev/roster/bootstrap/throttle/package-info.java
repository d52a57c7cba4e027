/**
 * Login throttle for a service without Redis. Each node counts failed logins in its own memory.
 */
@NullMarked
package dev.roster.bootstrap.throttle;

import org.jspecify.annotations.NullMarked;
