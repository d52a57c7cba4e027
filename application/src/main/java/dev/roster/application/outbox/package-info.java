/**
 * Background work on the storage: delivery of outbox messages and deletion of expired data.
 */
@NullMarked
package dev.roster.application.outbox;

import org.jspecify.annotations.NullMarked;
