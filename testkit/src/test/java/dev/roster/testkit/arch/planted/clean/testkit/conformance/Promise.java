package dev.roster.testkit.arch.planted.clean.testkit.conformance;

public @interface Promise {}
