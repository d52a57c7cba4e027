/** The text form of outbox messages, for storages. */
@NullMarked
package dev.roster.application.outbox.codec;

import org.jspecify.annotations.NullMarked;
