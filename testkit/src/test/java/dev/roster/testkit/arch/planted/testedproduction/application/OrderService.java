package dev.roster.testkit.arch.planted.testedproduction.application;

import dev.roster.testkit.fake.SettableClock;

/** Breaks the rule: depends on Roster's test kit. */
public record OrderService(SettableClock clock) {}
