package dev.roster.testkit.conformance.lockstep;

/**
 * One step of a program that {@link Lockstep} runs: a single call, or several calls in one transaction. Its
 * {@link Object#toString()} is the Java code that creates it.
 *
 * @param <U> the type on which calls are made
 */
public sealed interface Step<U> permits Call, Transaction {}
