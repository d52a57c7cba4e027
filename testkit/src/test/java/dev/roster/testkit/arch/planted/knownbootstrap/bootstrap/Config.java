package dev.roster.testkit.arch.planted.knownbootstrap.bootstrap;

public record Config(int port) {}
