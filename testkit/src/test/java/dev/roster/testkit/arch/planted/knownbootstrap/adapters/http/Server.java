package dev.roster.testkit.arch.planted.knownbootstrap.adapters.http;

import dev.roster.testkit.arch.planted.knownbootstrap.bootstrap.Config;

/** Breaks the rule: configuration is handed over as values. */
public record Server(Config config) {}
