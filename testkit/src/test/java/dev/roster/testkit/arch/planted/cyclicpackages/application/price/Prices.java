package dev.roster.testkit.arch.planted.cyclicpackages.application.price;

import dev.roster.testkit.arch.planted.cyclicpackages.application.order.Discounts;
import org.jspecify.annotations.Nullable;

public class Prices {
    public @Nullable Discounts discounts;
}
