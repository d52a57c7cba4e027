package dev.roster.testkit.arch.planted.clean.application.port;

public final class OrdersUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;
}
