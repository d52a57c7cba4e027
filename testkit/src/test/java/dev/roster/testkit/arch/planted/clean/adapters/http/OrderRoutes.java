package dev.roster.testkit.arch.planted.clean.adapters.http;

import dev.roster.testkit.arch.planted.clean.application.OrderService;

public record OrderRoutes(OrderService service) {}
