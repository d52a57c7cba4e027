package dev.roster.testkit.arch.planted.leakyapplication.adapters.sql;

public final class SqlOrders {}
