/**
 * Delivery of emails and notifications to the outside. Called by the outbox relay only.
 */
@NullMarked
package dev.roster.application.port.delivery;

import org.jspecify.annotations.NullMarked;
