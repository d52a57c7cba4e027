package dev.roster.bootstrap.cli;

import dev.roster.bootstrap.config.Setting;

/** The text of {@code --help}. */
public final class Help {

    private Help() {}

    public static String text() {
        StringBuilder text = new StringBuilder("""
                Roster keeps user accounts and serves them over HTTP.

                  java -jar roster.jar [serve]                serve until told to stop (SIGTERM)
                  java -jar roster.jar migrate                bring the database's schema up to date
                  java -jar roster.jar migrate reset --force  delete everything and build the schema anew
                  java -jar roster.jar outbox list            tell what waits to be delivered, or was given up
                  java -jar roster.jar outbox retry ID|dead   deliver that message, or all that were given up, now
                  java -jar roster.jar admin grant EMAIL      let that user manage all users; admin revoke takes it back
                  java -jar roster.jar audit list [EMAIL]     tell the latest security events, of all or of that user
                  java -jar roster.jar archive [FILE]         make an archive of classes for faster starts
                  java -jar roster.jar --help | --version

                Settings are environment variables or flags (--http-port 8081, --http-port=8081); a flag beats
                the environment, and an empty value means the default.

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

                        Exit codes: 0 done; 1 could not be done (database out of reach, port in use, ...); 2 bad
                        settings or arguments, or another process has the embedded database open; 143 after SIGTERM.
                        """).toString();
    }
}
