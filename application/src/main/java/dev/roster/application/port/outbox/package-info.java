/**
 * Outbox messages, and the two views of the outbox: append-only for transactions, queue for relays.
 */
@NullMarked
package dev.roster.application.port.outbox;

import org.jspecify.annotations.NullMarked;
