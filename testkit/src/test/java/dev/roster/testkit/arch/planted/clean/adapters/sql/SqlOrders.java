package dev.roster.testkit.arch.planted.clean.adapters.sql;

import dev.roster.testkit.arch.planted.clean.adapters.sql.rows.Rows;
import dev.roster.testkit.arch.planted.clean.application.port.Orders;
import dev.roster.testkit.arch.planted.clean.application.port.OrdersUnavailableException;
import dev.roster.testkit.arch.planted.clean.domain.Order;
import dev.roster.testkit.arch.planted.clean.domain.OrderId;
import java.time.Instant;

/** Adapters may use libraries, clocks and output. */
public final class SqlOrders implements Orders {

    @Override
    public Order find(OrderId id) throws OrdersUnavailableException {
        System.out.println(Instant.now());
        return Rows.order(id);
    }
}
