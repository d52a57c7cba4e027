/**
 * Cache of users that all nodes share.
 */
@NullMarked
package dev.roster.application.port.cache;

import org.jspecify.annotations.NullMarked;
