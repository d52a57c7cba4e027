package dev.roster.testkit.arch.planted.boundconformance.testkit.conformance;

import dev.roster.testkit.arch.planted.boundconformance.testkit.OrdersContract;

/** Breaks the rule: the rest of the test kit knows the project. */
public record Lockstep(OrdersContract contract) {}
