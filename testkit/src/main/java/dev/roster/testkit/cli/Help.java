package dev.roster.testkit.cli;

/** The text of {@code --help}. */
final class Help {

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder("""
                Checks a server, in any language, against the contract of Roster's API.

                  java -jar roster-conformance.jar --base-url http://localhost:8080 [--option value | --option=value]...
                  java -jar roster-conformance.jar --help | --version

                The server may contain other users and posts; the clauses delete what they create.

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

                        Exit codes: 0 all clauses passed; 1 a clause failed; 2 invalid options, or no server responds
                        at the base URL: nothing was run; 3 no clause failed, but some were undeclared; 130 or 143
                        interrupted: running clauses ended normally and deleted the users they created.
                        """).toString();
    }
}
