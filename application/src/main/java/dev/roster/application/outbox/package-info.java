/**
 * Background work on the storage: delivery of outbox messages, their monitoring, and deletion of expired data.
 */
@NullMarked
package dev.roster.application.outbox;

import org.jspecify.annotations.NullMarked;
