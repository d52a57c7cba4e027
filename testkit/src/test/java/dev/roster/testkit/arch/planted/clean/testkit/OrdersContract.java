package dev.roster.testkit.arch.planted.clean.testkit;

import dev.roster.testkit.arch.planted.clean.application.port.Orders;
import dev.roster.testkit.arch.planted.clean.testkit.conformance.Promise;
import dev.roster.testkit.conformance.Clause;

public abstract class OrdersContract {

    protected abstract Orders orders();

    /** The project's test kit may depend on Roster's. */
    @Promise
    @Clause(value = "orders.found", promise = "It is.")
    void found() {}
}
