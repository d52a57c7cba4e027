package dev.roster.testkit.arch.planted.clean.bootstrap;

import dev.roster.testkit.arch.planted.clean.adapters.http.OrderRoutes;
import dev.roster.testkit.arch.planted.clean.adapters.sql.SqlOrders;
import dev.roster.testkit.arch.planted.clean.application.OrderService;
import java.time.InstantSource;

public final class Main {

    private Main() {}

    public static OrderRoutes wired() {
        return new OrderRoutes(new OrderService(new SqlOrders(), InstantSource.system()));
    }
}
