package dev.roster.testkit.arch.planted.busyports.application.port;

public interface Orders {

    /** Breaks the rule: a class with behaviour in a port. */
    abstract class Cached implements Orders {}

    record Filter() {}
}
