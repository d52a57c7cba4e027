/**
 * Interfaces that the services require from adapters, one package per kind of adapter. The Javadoc of a port is its
 * specification: each promise names the id of the clause that tests it, and {@code dev.roster.testkit.contract} holds
 * an executable clause for every id. Unless a port says otherwise, an adapter is safe for use by multiple threads,
 * rejects {@code null} arguments with {@link java.lang.NullPointerException}, and reports infrastructure failures as
 * the exception that the port names, never as an exception of a library.
 */
@NullMarked
package dev.roster.application.port;

import org.jspecify.annotations.NullMarked;
