/**
 * The repositories, the audit log and the outbox on jOOQ, and the statements that read pages of posts.
 */
@NullMarked
package dev.roster.adapters.jdbc.repository;

import org.jspecify.annotations.NullMarked;
