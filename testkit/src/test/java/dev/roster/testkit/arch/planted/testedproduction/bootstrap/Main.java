package dev.roster.testkit.arch.planted.testedproduction.bootstrap;

import dev.roster.testkit.arch.planted.testedproduction.testkit.InMemoryOrders;

/** Breaks the rule: depends on the project's test kit. */
public record Main(InMemoryOrders orders) {}
