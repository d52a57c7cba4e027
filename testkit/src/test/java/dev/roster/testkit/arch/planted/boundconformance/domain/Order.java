package dev.roster.testkit.arch.planted.boundconformance.domain;

public record Order(long id) {}
