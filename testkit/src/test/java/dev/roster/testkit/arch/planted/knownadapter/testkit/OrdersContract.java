package dev.roster.testkit.arch.planted.knownadapter.testkit;

import dev.roster.testkit.arch.planted.knownadapter.adapters.sql.SqlOrders;

/** Breaks the rule: a contract depends on an adapter. */
public record OrdersContract(SqlOrders orders) {}
