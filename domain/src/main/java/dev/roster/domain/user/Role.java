package dev.roster.domain.user;

/** What a user may do beyond managing what is their own. */
public enum Role {
    /** Nothing more. */
    USER,
    /** May manage any user. */
    ADMIN
}
