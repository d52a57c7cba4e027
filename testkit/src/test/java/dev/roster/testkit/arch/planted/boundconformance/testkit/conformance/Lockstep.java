package dev.roster.testkit.arch.planted.boundconformance.testkit.conformance;

import dev.roster.testkit.arch.planted.boundconformance.testkit.OrdersContract;

/** Breaks the rule: depends on the rest of the test kit. */
public record Lockstep(OrdersContract contract) {}
