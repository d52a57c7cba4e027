package dev.roster.testkit.arch.planted.boundconformance.testkit;

import dev.roster.testkit.arch.planted.boundconformance.domain.Order;

public record OrdersContract(Order order) {}
