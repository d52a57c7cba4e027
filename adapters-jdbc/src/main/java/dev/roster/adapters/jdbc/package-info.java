/**
 * Storage on jOOQ: PostgreSQL 15 and newer, and H2 as the embedded default, from one schema.
 *
 * <p>{@link dev.roster.adapters.jdbc.Database} says where, {@link dev.roster.adapters.jdbc.Schema} brings the tables up
 * to date, {@link dev.roster.adapters.jdbc.JooqStorage} is the port's adapter. The rest is its inside: the repositories
 * run their statements through {@code Statements}, which is either one open transaction or a transaction for each call,
 * and what the database throws is put into the ports' words in {@code SqlFailures} alone.
 */
@NullMarked
package dev.roster.adapters.jdbc;

import org.jspecify.annotations.NullMarked;
