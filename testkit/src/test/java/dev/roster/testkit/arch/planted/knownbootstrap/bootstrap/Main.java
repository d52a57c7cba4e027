package dev.roster.testkit.arch.planted.knownbootstrap.bootstrap;

public record Main(Config config) {}
