package dev.roster.testkit.conformance;

/**
 * A subclass of a contract may implement this to name the system behind its adapter, such as a database. Reports show
 * it.
 */
@FunctionalInterface
public interface TestedSystem {

    /** Returns name and version of the system, such as {@code PostgreSQL 15.18}. Called once for each class. */
    String testedSystem() throws Exception;
}
