package dev.roster.testkit.arch.planted.friendlyadapters.adapters.mail;

import dev.roster.testkit.arch.planted.friendlyadapters.adapters.sql.SqlOrders;

/** Breaks the rule: depends on another adapter. */
public record Mailer(SqlOrders orders) {}
