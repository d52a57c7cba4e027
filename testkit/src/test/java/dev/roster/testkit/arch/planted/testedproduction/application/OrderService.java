package dev.roster.testkit.arch.planted.testedproduction.application;

import dev.roster.testkit.fake.SettableClock;

/** Breaks the rule: a clock of Roster's test kit. */
public record OrderService(SettableClock clock) {}
