package dev.roster.bootstrap.cli;

import dev.roster.bootstrap.config.Setting;

/** The text of {@code --help}. */
public final class Help {

    private Help() {}

    /** Returns the help text, with all settings. */
    public static String text() {
        StringBuilder text = new StringBuilder("""
                Roster manages user accounts and serves them over HTTP.

                  java -jar roster.jar [serve]                serve requests until SIGTERM or SIGINT
                  java -jar roster.jar migrate                migrate the database schema to the current version
                  java -jar roster.jar migrate reset --force  delete all data and create the schema again
                  java -jar roster.jar outbox list            list waiting messages and dead letters
                  java -jar roster.jar outbox retry ID|dead   deliver a message, or all dead letters, now
                  java -jar roster.jar admin grant EMAIL      make a user an admin; admin revoke takes it back
                  java -jar roster.jar audit list [EMAIL]     list the latest security events of all users or one
                  java -jar roster.jar archive [FILE]         create an archive of classes for faster starts
                  java -jar roster.jar --help | --version

                Settings are environment variables or flags (--http-port 8081, --http-port=8081); a flag
                overrides the environment, and an empty value means the default.

                """);
        for (Setting setting : Setting.values()) {
            text.append("  ")
                    .append(setting.name())
                    .append(", ")
                    .append(setting.flag())
                    .append('\n');
            text.append("      ").append(setting.acceptedValues()).append('\n');
            if (!setting.defaultValue().isEmpty()) {
                text.append("      default: ").append(setting.defaultValue()).append('\n');
            }
        }
        return text.append("""

                        Exit codes: 0 success; 1 failure (database unreachable, port in use, ...); 2 invalid settings
                        or arguments, or another process has the embedded database open; 143 after SIGTERM.
                        """).toString();
    }
}
