package dev.roster.testkit.arch.planted.clean.adapters.sql.rows;

import dev.roster.testkit.arch.planted.clean.domain.Order;
import dev.roster.testkit.arch.planted.clean.domain.OrderId;
import java.time.LocalDate;

/** A subpackage belongs to the same adapter. */
public final class Rows {

    private Rows() {}

    public static Order order(OrderId id) {
        return new Order(id, null, LocalDate.EPOCH);
    }
}
