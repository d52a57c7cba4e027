package dev.roster.bootstrap.config;

import java.util.Locale;

/** The settings: environment variables, each with a flag of the same name. */
public enum Setting {
    HTTP_PORT("8080", "a port from 0 to 65535; 0 takes a free one"),
    HTTP_HOST("127.0.0.1", "a host name or an IP address to listen on"),
    DATABASE_URL(
            "jdbc:h2:file:./roster-data/roster",
            "jdbc:h2:file:PATH, jdbc:h2:mem:NAME, jdbc:postgresql://HOST:PORT/DB or postgresql://USER:PASS@HOST:PORT/DB"),
    MIGRATE("on", "on or off; off: a schema that is not up to date stops the start"),
    REDIS_URL("", "redis://[USER:PASS@]HOST[:PORT][/DB] or rediss://...; none: no shared cache"),
    REDIS_TIMEOUT("PT0.02S", "an ISO-8601 duration from PT0.001S to PT10S, the longest that Redis holds anything up"),
    JWT_SECRET("", "at least 32 bytes; embedded database: made once and kept beside it; required with PostgreSQL"),
    ACCESS_TOKEN_TTL("PT1H", "an ISO-8601 duration in whole seconds, from PT1S to P3650D"),
    PUBLIC_URL("", "http://HOST[:PORT][/PATH] or https://..., which links in mails begin with; none: where it listens"),
    SMTP_URL("", "smtp://[USER:PASS@]HOST[:PORT] or smtps://...; none: mails are written to MAIL_DIR"),
    MAIL_FROM("Roster <roster@localhost.localdomain>", "an e-mail address, or NAME <ADDRESS>, which mails come from"),
    MAIL_DIR(
            "",
            "a directory for mails that no server takes; none: mails beside the embedded database, else ./roster-mails"),
    MAIL_TEMPLATES("", "a directory with templates that replace those of the same names; none: those of the jar"),
    LOGIN_THROTTLE("on", "on or off; off: passwords may be guessed as fast as they are hashed, for load tests"),
    TRUSTED_PROXIES(
            "", "IP addresses and ranges, such as 10.0.0.0/8, ::1, whose X-Forwarded-For is believed; none: nobody's"),
    CORS_ORIGINS(
            "",
            "origins, such as https://app.example.com, whose pages may call the API from a browser; *: all; none: no other"),
    AUDIT_RETENTION(
            "P90D", "an ISO-8601 duration in whole seconds, from PT1H to P3650D, that security events are kept");

    private final String defaultValue;
    private final String acceptedValues;

    Setting(String byDefault, String takes) {
        this.defaultValue = byDefault;
        this.acceptedValues = takes;
    }

    /** What holds when nothing is said; empty for none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it takes, for people. */
    public String acceptedValues() {
        return acceptedValues;
    }

    /** The flag that beats the environment variable. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
