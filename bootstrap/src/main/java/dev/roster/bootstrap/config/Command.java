package dev.roster.bootstrap.config;

/** The commands of the command line. */
public enum Command {
    /** Serves requests until a signal stops the process. */
    SERVE,
    /** Migrates the schema to the current version. */
    MIGRATE,
    /** Deletes all data and creates the schema again. */
    RESET,
    /** Lists the waiting messages and the dead letters of the outbox. */
    OUTBOX_LIST,
    /** Makes messages of the outbox due now. */
    OUTBOX_RETRY,
    /** Makes a user an administrator. */
    ADMIN_GRANT,
    /** Takes the administrator role from a user. */
    ADMIN_REVOKE,
    /** Lists the latest security events. */
    AUDIT_LIST,
    /** Creates a class archive, which makes starts faster. */
    ARCHIVE,
    /** Prints the help text. */
    HELP,
    /** Prints the version. */
    VERSION
}
