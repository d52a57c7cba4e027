/**
 * Commands for operators (outbox, admin, audit) and the text of {@code --help}.
 */
@NullMarked
package dev.roster.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
