package dev.roster.testkit.arch.planted.leakydomain.domain;

import dev.roster.testkit.arch.planted.leakydomain.application.Orders;

/** Breaks the rule: the domain depends on the application. */
public record Order(Orders source) {}
