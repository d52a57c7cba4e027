package dev.roster.testkit.arch.planted.ownclock.adapters.sql;

import java.time.Instant;

public final class SqlOrders {

    final Instant opened = Instant.now();
}
