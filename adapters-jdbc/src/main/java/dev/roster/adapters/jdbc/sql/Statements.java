package dev.roster.adapters.jdbc.sql;

import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** Where the statements of a repository run: inside an open transaction, or each call on its own. */
public interface Statements {

    /** The database's family of dialects. */
    SQLDialect family();

    /** Runs one statement that changes nothing, and locks nothing. */
    <T> T read(Function<DSLContext, T> query);

    /** Runs statements that change something and that no constraint can refuse. */
    <T> T write(Function<DSLContext, T> change);

    /**
     * Runs a change that no constraint can refuse.
     *
     * @param change exactly one statement on PostgreSQL, where it may commit by itself; on H2 it may be several
     */
    <T> T writeSingle(Function<DSLContext, T> change);

    /**
     * Runs a statement that a constraint may refuse. A surrounding transaction goes on unharmed.
     *
     * @param change exactly one statement on PostgreSQL, where it may commit by itself; on H2 it may lock rows first
     * @param otherwise what to answer, or to throw, if it was refused
     */
    <T> T writeWithConstraint(Function<DSLContext, T> change, Function<ConstraintViolationException.Kind, T> otherwise);
}
