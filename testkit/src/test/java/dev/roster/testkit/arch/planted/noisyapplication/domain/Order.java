package dev.roster.testkit.arch.planted.noisyapplication.domain;

/** Breaks the rule: the standard output. */
public final class Order {

    void shipped() {
        System.out.println("shipped");
    }
}
