package dev.roster.testkit.arch.planted.clean.domain;

import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The domain may use primitives, arrays, annotations and dates. */
@NullMarked
public record Order(OrderId id, @Nullable String note, LocalDate day) {

    public static LocalDate dayOf(Clock clock) {
        return LocalDate.now(clock);
    }

    public byte[] digest() {
        return new byte[] {(byte) id.value()};
    }

    public OrderId[][] neighbours() {
        return new OrderId[][] {{id}, {}};
    }
}
