package dev.roster.testkit.arch.planted.busyports.application.port;

public interface Orders {

    /** Breaks the rule: half an adapter. */
    abstract class Cached implements Orders {}

    record Filter() {}
}
