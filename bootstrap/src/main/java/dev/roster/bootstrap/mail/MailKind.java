package dev.roster.bootstrap.mail;

import java.util.Set;

/** The kinds of mails. */
enum MailKind {
    /** Contains a link to verify the email address. */
    VERIFICATION("verification"),
    /** Contains a link to set a new password. */
    PASSWORD_RESET("password-reset"),
    /** Reports that the password was changed. */
    PASSWORD_CHANGED("password-changed"),
    /** Reports a changed email address, sent to the old one. The label is part of the names of template files. */
    EMAIL_CHANGED("address-changed");

    private final String label;

    MailKind(String label) {
        this.label = label;
    }

    /** Returns the prefix of template names, also used in logs. */
    String label() {
        return label;
    }

    /** Returns the path of the page that the link opens; empty for a mail without a link. */
    String page() {
        return switch (this) {
            case VERIFICATION -> "/verify-email";
            case PASSWORD_RESET -> "/reset-password";
            case PASSWORD_CHANGED, EMAIL_CHANGED -> "";
        };
    }

    /** Returns the variables that templates may use. */
    Set<String> variables() {
        return switch (this) {
            case VERIFICATION, PASSWORD_RESET -> Set.of("name", "link", "expiresAt");
            case PASSWORD_CHANGED -> Set.of("name", "at");
            case EMAIL_CHANGED -> Set.of("name", "changedTo", "at");
        };
    }

    /** Returns the variables that each body must use. */
    Set<String> requiredVariables() {
        return switch (this) {
            case VERIFICATION, PASSWORD_RESET -> Set.of("link");
            case PASSWORD_CHANGED -> Set.of();
            case EMAIL_CHANGED -> Set.of("changedTo");
        };
    }
}
