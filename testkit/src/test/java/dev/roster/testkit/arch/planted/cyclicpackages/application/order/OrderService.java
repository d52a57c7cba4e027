package dev.roster.testkit.arch.planted.cyclicpackages.application.order;

import dev.roster.testkit.arch.planted.cyclicpackages.application.price.Prices;

class OrderService {
    public Prices prices = new Prices();
}
