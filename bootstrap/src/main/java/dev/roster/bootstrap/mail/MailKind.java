package dev.roster.bootstrap.mail;

import java.util.Set;

/** The mails there are. */
enum MailKind {
    /** Lets its recipient verify their address. */
    VERIFICATION("verification"),
    /** Lets its recipient set a new password. */
    PASSWORD_RESET("password-reset"),
    /** Tells of a new password. */
    PASSWORD_CHANGED("password-changed"),
    /** Tells the address before of the one since. */
    EMAIL_CHANGED("address-changed");

    private final String label;

    MailKind(String label) {
        this.label = label;
    }

    /** How its templates' names begin, and how logs call it. */
    String label() {
        return label;
    }

    /** What its templates may mention. */
    Set<String> variables() {
        return switch (this) {
            case VERIFICATION, PASSWORD_RESET -> Set.of("name", "link", "expiresAt");
            case PASSWORD_CHANGED -> Set.of("name", "at");
            case EMAIL_CHANGED -> Set.of("name", "changedTo", "at");
        };
    }

    /** What its bodies must mention to be of use. */
    Set<String> requiredVariables() {
        return switch (this) {
            case VERIFICATION, PASSWORD_RESET -> Set.of("link");
            case PASSWORD_CHANGED -> Set.of();
            case EMAIL_CHANGED -> Set.of("changedTo");
        };
    }
}
