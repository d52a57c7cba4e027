package dev.roster.testkit.arch.planted.clean.application;

import dev.roster.testkit.arch.planted.clean.application.port.Orders;
import dev.roster.testkit.arch.planted.clean.application.port.OrdersUnavailableException;
import dev.roster.testkit.arch.planted.clean.domain.Order;
import dev.roster.testkit.arch.planted.clean.domain.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@NullMarked
public final class OrderService {

    private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

    private final Orders orders;
    private final InstantSource clock;

    public OrderService(Orders orders, InstantSource clock) {
        this.orders = orders;
        this.clock = clock;
    }

    public Order find(OrderId id) throws OrdersUnavailableException {
        Clock seconds = Clock.tick(clock.withZone(ZoneOffset.UTC), Duration.ofSeconds(1));
        LOG.info("asked at {} and {}", clock.instant(), Instant.now(seconds));
        return orders.find(id);
    }
}
