package dev.roster.testkit.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Option of the command line. */
enum Option {
    BASE_URL("an http or https URL, with or without a path", "base URL of the server"),
    MAIL_DIR("a folder", "folder in which the server stores its mails as *.eml files; enables the area mailed-tokens"),
    ADMIN_TOKEN(
            "an access token of an admin",
            "enables the area admins; prefer the environment variable ROSTER_ADMIN_TOKEN, process lists show flags"),
    CORS_ORIGIN(
            "an origin such as https://app.example.com, or * or none",
            "an origin that the server allows; *: it allows all, or none: it allows none, which is then asserted;"
                    + " enables the area cross-origin"),
    REPORT("a file", "file for a JSON report; by default no report is written"),
    ONLY("areas, separated by commas", "the areas to run; clauses of other areas are undeclared");

    static final String ADMIN_TOKEN_VARIABLE = "ROSTER_ADMIN_TOKEN";

    private final String expectedValue;
    private final String description;

    Option(String takes, String meaning) {
        this.expectedValue = takes;
        this.description = meaning;
    }

    static Optional<Option> of(String flag) {
        return Stream.of(values()).filter(option -> option.flag().equals(flag)).findFirst();
    }

    String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String expectedValue() {
        return expectedValue;
    }

    String description() {
        return description;
    }
}
