package dev.roster.testkit.arch.planted.knownbootstrap.adapters.http;

import dev.roster.testkit.arch.planted.knownbootstrap.bootstrap.Config;

/** Breaks the rule: an adapter depends on the bootstrap instead of receiving values. */
public record Server(Config config) {}
