package dev.roster.testkit.arch.planted.knownbootstrap.testkit;

import dev.roster.testkit.arch.planted.knownbootstrap.bootstrap.Config;

/** Breaks the rule: the test kit depends on the bootstrap. */
public record ServerContract(Config config) {}
