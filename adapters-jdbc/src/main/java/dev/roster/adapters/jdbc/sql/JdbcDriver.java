package dev.roster.adapters.jdbc.sql;

import dev.roster.application.port.OptionalLibrary;

/** The drivers of the supported databases. A program needs only the one of its database. */
public final class JdbcDriver {

    private static final OptionalLibrary H2 =
            new OptionalLibrary("org/h2/Driver.class", "com.h2database:h2:2.5.252", "H2 databases");

    private static final OptionalLibrary POSTGRES = new OptionalLibrary(
            "org/postgresql/Driver.class", "org.postgresql:postgresql:42.7.14", "PostgreSQL databases");

    private JdbcDriver() {}

    /**
     * Registers a driver. {@link java.sql.DriverManager} finds drivers by itself only in the class loader of its first
     * caller.
     *
     * @param h2 whether the database is H2; otherwise it is PostgreSQL
     * @throws IllegalStateException if the driver is missing; the message names the library
     */
    public static void register(boolean h2) {
        try {
            Class.forName(h2 ? "org.h2.Driver" : "org.postgresql.Driver");
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException((h2 ? H2 : POSTGRES).missing(), absent);
        }
    }
}
