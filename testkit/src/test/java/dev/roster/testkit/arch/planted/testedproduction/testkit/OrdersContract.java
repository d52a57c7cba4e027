package dev.roster.testkit.arch.planted.testedproduction.testkit;

import dev.roster.testkit.fake.SettableClock;

public record OrdersContract(InMemoryOrders orders, SettableClock clock) {}
