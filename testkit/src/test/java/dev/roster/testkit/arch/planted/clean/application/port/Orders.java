package dev.roster.testkit.arch.planted.clean.application.port;

import dev.roster.testkit.arch.planted.clean.domain.Order;
import dev.roster.testkit.arch.planted.clean.domain.OrderId;

public interface Orders {

    Order find(OrderId id) throws OrdersUnavailableException;

    /** The compiler generates a synthetic class for the switch. */
    record Filter(Sorting sorting) {

        public String word() {
            return switch (sorting) {
                case OLDEST -> "asc";
                case NEWEST -> "desc";
            };
        }
    }

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
