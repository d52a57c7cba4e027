package dev.roster.adapters.jdbc.sql;

import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** Runner of a repository's statements: inside an open transaction, or each call by itself. */
public interface Statements {

    /** Returns the dialect family of the database. */
    SQLDialect family();

    /** Runs one statement that changes and locks nothing. */
    <T> T read(Function<DSLContext, T> query);

    /** Runs statements that change rows and cannot violate a constraint. */
    <T> T write(Function<DSLContext, T> change);

    /**
     * Runs a change that cannot violate a constraint.
     *
     * @param change exactly one statement on PostgreSQL, where it may commit by itself; on H2 it may be several
     */
    <T> T writeSingle(Function<DSLContext, T> change);

    /**
     * Runs a statement that may violate a constraint. A violation does not affect the surrounding transaction.
     *
     * @param change exactly one statement on PostgreSQL, where it may commit by itself; on H2 it may lock rows first
     * @param otherwise returns the result, or throws the exception, of a statement that violated a constraint
     */
    <T> T writeWithConstraint(Function<DSLContext, T> change, Function<ConstraintViolationException.Kind, T> otherwise);
}
