package dev.roster.bootstrap.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings, with defaults and accepted values. Each is an environment variable and a flag of the same name. {@link
 * SettingsReader} reads and validates them.
 */
public enum Setting {
    HTTP_PORT("8080", "a port from 0 to 65535 (0: any free port)"),
    HTTP_HOST("127.0.0.1", "a host name or an IP address to listen on"),
    MANAGEMENT_PORT(
            "",
            "a port from 0 to 65535 for metrics and health checks (0: any free port; not set: no management server)"),
    MANAGEMENT_HOST("127.0.0.1", "a host name or an IP address to listen on for metrics and health checks"),
    KEEP_ALIVE_TIMEOUT(
            "PT75S",
            "an ISO-8601 duration in whole seconds, from PT1S to PT1H (how long an idle connection is kept open)"),
    SHUTDOWN_DELAY(
            "PT0S",
            "an ISO-8601 duration in whole seconds, from PT0S to PT1H (how long to serve requests after SIGTERM while"
                    + " /health/ready is 503; behind a load balancer: PT5S)"),
    DATABASE_URL(
            "jdbc:h2:file:./roster-data/roster",
            "jdbc:h2:file:PATH, jdbc:h2:mem:NAME, jdbc:postgresql://HOST:PORT/DB or postgresql://USER:PASS@HOST:PORT/DB"),
    DATABASE_URL_FILE("", fileOf("DATABASE_URL")),
    DATABASE_POOL_SIZE("10", "a number from 1 to 1000 (the most connections to the database)"),
    DATABASE_START_TIMEOUT(
            "PT30S",
            "an ISO-8601 duration in whole seconds, from PT0S to PT1H (how long a start waits for PostgreSQL)"),
    MIGRATE("on", "on or off (off: the start fails if the schema is not up to date)"),
    REDIS_URL("", "redis://[USER:PASS@]HOST[:PORT][/DB] or rediss://... (not set: no shared cache)"),
    REDIS_URL_FILE("", fileOf("REDIS_URL")),
    REDIS_TIMEOUT("PT0.02S", "an ISO-8601 duration from PT0.001S to PT10S (timeout of one Redis command)"),
    JWT_SECRET(
            "", "at least 32 bytes (required with PostgreSQL; embedded database: generated once and kept beside it)"),
    JWT_SECRET_FILE("", fileOf("JWT_SECRET")),
    ACCESS_TOKEN_TTL(
            "PT1H",
            "an ISO-8601 duration in whole seconds, from PT1S to P3650D (how long an access token, a JWT, is valid)"),
    PUBLIC_URL(
            "",
            "http://HOST[:PORT][/PATH] or https://..., base URL of the API and of links in mails (not set: the server's own address)"),
    SMTP_URL("", "smtp://[USER:PASS@]HOST[:PORT] or smtps://... (not set: mails are written to MAIL_DIR)"),
    SMTP_URL_FILE("", fileOf("SMTP_URL")),
    MAIL_FROM("Roster <roster@localhost.localdomain>", "an email address or NAME <ADDRESS>, sender of all mails"),
    MAIL_SENDERS("4", "a number from 1 to 64 (how many mails are sent at the same time)"),
    MAIL_DIR(
            "",
            "a directory, used without SMTP_URL (not set: mails beside the embedded database, else ./roster-mails)"),
    MAIL_TEMPLATES(
            "",
            "a directory with mail templates, which replace built-in ones of the same names (not set: built-in ones)"),
    REGISTRATION("on", "on or off (off: only admins create accounts)"),
    APP_URL(
            "",
            "http://HOST[:PORT][/PATH] or https://..., where the pages lead people after a success (not set: no link)"),
    PAGE_TEMPLATES(
            "",
            "a directory with texts.properties and style.css, which replace texts and colours of the HTML pages"
                    + " (not set: built-in ones)"),
    LOGIN_THROTTLE("on", "on or off (off: no limit on guessing passwords; for load tests)"),
    CLIENT_LIMITS("on", "on or off (off: no limits per client; for load tests)"),
    CLIENT_CONNECTIONS("256", "a number from 1 to 1000000 (open connections of one client)"),
    CLIENT_REQUESTS("64", "a number from 1 to 1000000 (requests of one client that run at once)"),
    PASSWORD_BLOCKLIST(
            "off",
            "common (the most common passwords), off, or a file in UTF-8 with a password in each line, which no user may"
                    + " choose"),
    TRUSTED_PROXIES(
            "",
            "IP addresses and ranges, such as 10.0.0.0/8, ::1, whose X-Forwarded-For is trusted (not set: trust none)"),
    CORS_ORIGINS(
            "",
            "origins, such as https://app.example.com, whose pages may call the API from a browser (*: all;"
                    + " not set: only the server's own)"),
    AUDIT_RETENTION(
            "P90D", "an ISO-8601 duration in whole seconds, from PT1H to P3650D (how long security events are kept)"),
    LOG_LEVEL("info", "error, warn, info or debug (the lowest level of Roster's events in the log)"),
    LOG_FORMAT("text", "text or json (json: each event is a JSON object in one line)"),
    ACCESS_LOG("off", "on or off (on: the log has a line for each request)");

    private final String defaultValue;
    private final String acceptedValues;

    Setting(String defaultValue, String acceptedValues) {
        this.defaultValue = defaultValue;
        this.acceptedValues = acceptedValues;
    }

    /** Returns the default value; empty if there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns the accepted values, for help and error messages; completes "must be …". */
    public String acceptedValues() {
        return acceptedValues;
    }

    /** Returns the setting that names a file with the value of this one; empty if this one is not a secret. */
    public Optional<Setting> file() {
        return Stream.of(values())
                .filter(setting -> setting.name().equals(name() + "_FILE"))
                .findFirst();
    }

    private static String fileOf(String name) {
        return "a file with the value of " + name
                + ", in UTF-8, at most 65536 bytes (a trailing line break is removed)";
    }

    /** Returns the flag, which overrides the environment variable. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
