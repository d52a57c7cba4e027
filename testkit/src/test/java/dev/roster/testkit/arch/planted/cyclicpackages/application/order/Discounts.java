package dev.roster.testkit.arch.planted.cyclicpackages.application.order;

public class Discounts {}
