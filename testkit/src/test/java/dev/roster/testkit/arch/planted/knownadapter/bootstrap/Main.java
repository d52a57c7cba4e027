package dev.roster.testkit.arch.planted.knownadapter.bootstrap;

import dev.roster.testkit.arch.planted.knownadapter.adapters.sql.SqlOrders;

public record Main(SqlOrders orders) {}
