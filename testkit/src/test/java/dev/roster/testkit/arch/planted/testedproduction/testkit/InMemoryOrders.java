package dev.roster.testkit.arch.planted.testedproduction.testkit;

public final class InMemoryOrders {}
