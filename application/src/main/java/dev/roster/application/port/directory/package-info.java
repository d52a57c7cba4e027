/**
 * Roster's users as seen by another service, over the network.
 */
@NullMarked
package dev.roster.application.port.directory;

import org.jspecify.annotations.NullMarked;
