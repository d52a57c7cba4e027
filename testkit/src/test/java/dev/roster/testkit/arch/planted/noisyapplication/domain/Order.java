package dev.roster.testkit.arch.planted.noisyapplication.domain;

/** Breaks the rule: uses the standard output. */
public final class Order {

    void shipped() {
        System.out.println("shipped");
    }
}
