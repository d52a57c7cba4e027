package dev.roster.testkit.arch.planted.leakydomain.domain;

import dev.roster.testkit.arch.planted.leakydomain.application.Orders;

/** Breaks the rule: an inner layer asks an outer one. */
public record Order(Orders source) {}
