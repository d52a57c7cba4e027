package dev.roster.testkit.cli;

/** The text of {@code --help}. */
final class Help {

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder("""
                Holds any server, in any language, to the contract of Roster's API.

                  java -jar roster-conformance.jar --base-url http://localhost:8080 [--option value | --option=value]...
                  java -jar roster-conformance.jar --help | --version

                The server may hold other users and posts; the clauses delete what they make.

                """);
        for (Option option : Option.values()) {
            text.append("  ")
                    .append(option.flag())
                    .append(": ")
                    .append(option.expectedValue())
                    .append('\n');
            text.append("      ").append(option.description()).append('\n');
        }
        return text.append("""

                        Exit codes: 0 all ran and passed; 1 something failed; 2 bad use, or nothing answers at the base
                        URL: nothing was run; 3 nothing failed, but something was left undeclared; 130 or 143 interrupted,
                        when the clauses that run come to their end and delete what they made.
                        """).toString();
    }
}
