package dev.roster.testkit.arch.planted.testedproduction.bootstrap;

import dev.roster.testkit.arch.planted.testedproduction.testkit.InMemoryOrders;

/** Breaks the rule: a fake of the project. */
public record Main(InMemoryOrders orders) {}
