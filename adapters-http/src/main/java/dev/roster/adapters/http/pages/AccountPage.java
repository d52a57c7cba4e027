package dev.roster.adapters.http.pages;

/** A page that emails link to. */
enum AccountPage {
    VERIFY("verify-email", "invalid.verify", "another-sent.verify"),
    RESET("reset-password", "invalid.reset", "another-sent.reset");

    private final String action;
    private final String invalid;
    private final String anotherSent;

    AccountPage(String action, String invalid, String anotherSent) {
        this.action = action;
        this.invalid = invalid;
        this.anotherSent = anotherSent;
    }

    String path() {
        return "/" + action;
    }

    /** Returns the target of the page's form, relative to the page. */
    String action() {
        return action;
    }

    /** Returns the key of the text about a link that was used or has expired. */
    String invalid() {
        return invalid;
    }

    /** Returns the key of the text after another email was requested. */
    String anotherSent() {
        return anotherSent;
    }
}
