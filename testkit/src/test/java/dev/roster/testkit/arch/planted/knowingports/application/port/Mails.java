package dev.roster.testkit.arch.planted.knowingports.application.port;

import dev.roster.testkit.arch.planted.knowingports.application.OrderService;

/** Breaks the rule: a port depends on a service. */
public interface Mails {
    void send(OrderService from);
}
