package dev.roster.testkit.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be told to the program. */
enum Option {
    BASE_URL("an http or https URL, with or without a path", "where the server is"),
    MAIL_DIR("a folder", "where the server writes its mails, a file *.eml each; opens the area mailed-tokens"),
    ADMIN_TOKEN(
            "an access token of an admin",
            "opens the area admins; better in the environment, as ROSTER_ADMIN_TOKEN, for flags show in process lists"),
    CORS_ORIGIN(
            "an origin such as https://app.example.com, or * or none",
            "an origin that the server lets in; *: it lets in any, or none: it lets in none, which is then asserted;"
                    + " opens the area cross-origin"),
    REPORT("a file", "where to write a report in JSON; none is written without it"),
    ONLY("areas, separated by commas", "the areas to run; the others are left undeclared");

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
