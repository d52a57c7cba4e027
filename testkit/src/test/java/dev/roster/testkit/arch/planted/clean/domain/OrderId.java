package dev.roster.testkit.arch.planted.clean.domain;

public record OrderId(long value) {}
