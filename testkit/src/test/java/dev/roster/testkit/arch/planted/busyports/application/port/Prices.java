package dev.roster.testkit.arch.planted.busyports.application.port;

/** Breaks the rule: a class with behaviour in a port package. */
public final class Prices {

    public int total(int each, int count) {
        return each * count;
    }
}
