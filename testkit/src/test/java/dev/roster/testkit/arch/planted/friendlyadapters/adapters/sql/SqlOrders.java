package dev.roster.testkit.arch.planted.friendlyadapters.adapters.sql;

public final class SqlOrders {}
