package dev.roster.testkit.arch.planted.leakyapplication.application;

import dev.roster.testkit.arch.planted.leakyapplication.adapters.sql.SqlOrders;

/** Breaks the rule: depends on an adapter. */
public record OrderService(SqlOrders orders) {}
