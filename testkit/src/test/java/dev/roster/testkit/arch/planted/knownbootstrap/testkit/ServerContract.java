package dev.roster.testkit.arch.planted.knownbootstrap.testkit;

import dev.roster.testkit.arch.planted.knownbootstrap.bootstrap.Config;

/** Breaks the rule: not even the test kit may. */
public record ServerContract(Config config) {}
