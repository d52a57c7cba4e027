/**
 * What the services need from outside, in the domain's words. The Javadoc of a port is its specification: each promise
 * bears the id of the clause that proves it ({@code users.email-unique-ignoring-case}), and the contract of the same
 * name in {@code dev.roster.testkit.contract} holds an executable clause for every id, which any adapter can run.
 *
 * <p>Unless a port says otherwise, an adapter is safe for use by many threads at once, refuses {@code null} arguments
 * with {@link java.lang.NullPointerException}, and reports trouble of its infrastructure as
 * {@link dev.roster.application.port.StorageUnavailableException} or the exception the port names for it, never as a
 * library's own exception.
 */
@NullMarked
package dev.roster.application.port;

import org.jspecify.annotations.NullMarked;
