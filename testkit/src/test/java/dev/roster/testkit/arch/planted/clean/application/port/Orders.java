package dev.roster.testkit.arch.planted.clean.application.port;

import dev.roster.testkit.arch.planted.clean.domain.Order;
import dev.roster.testkit.arch.planted.clean.domain.OrderId;

public interface Orders {

    Order find(OrderId id) throws OrdersUnavailableException;

    /** A nested record is fine too. */
    record Filter(Sorting sorting) {}

    enum Sorting {
        OLDEST {
            @Override
            boolean ascending() {
                return true;
            }
        },
        NEWEST {
            @Override
            boolean ascending() {
                return false;
            }
        };

        abstract boolean ascending();
    }
}
