package dev.roster.testkit.arch.planted.boundconformance.testkit.conformance;

import dev.roster.testkit.arch.planted.boundconformance.domain.Order;

/** Breaks the rule: depends on the domain. */
public record Promise(Order order) {}
