package dev.roster.testkit.arch.planted.knowingports.application;

public final class OrderService {}
