package dev.roster.bootstrap.config;

/** What the process is asked to do. */
public enum Command {
    /** Serve until told to stop. */
    SERVE,
    /** Bring the schema up to date. */
    MIGRATE,
    /** Empty the database and build it anew. */
    RESET,
    /** Tell what waits in the outbox, or lies dead. */
    OUTBOX_LIST,
    /** Make messages due again. */
    OUTBOX_RETRY,
    /** Make a user an admin. */
    ADMIN_GRANT,
    /** Make a user an admin no more. */
    ADMIN_REVOKE,
    /** Tell the latest security events. */
    AUDIT_LIST,
    /** Make an archive that starts are faster with. */
    ARCHIVE,
    /** Tell how to use it. */
    HELP,
    /** Tell which version it is. */
    VERSION
}
