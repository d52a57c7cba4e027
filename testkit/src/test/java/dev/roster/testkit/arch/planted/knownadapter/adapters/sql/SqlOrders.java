package dev.roster.testkit.arch.planted.knownadapter.adapters.sql;

public final class SqlOrders {}
