package dev.roster.testkit.conformance.lockstep;

/**
 * One step of a program that {@link Lockstep} runs: a call on its own, or several in one transaction. Its
 * {@link Object#toString()} is the Java code that makes it.
 *
 * @param <U> what calls are made on
 */
public sealed interface Step<U> permits Call, Transaction {}
