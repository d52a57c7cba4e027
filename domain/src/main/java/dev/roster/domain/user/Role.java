package dev.roster.domain.user;

/** What a user may do in addition to managing their own data. */
public enum Role {
    /** No additional rights. */
    USER,
    /** May change and delete the data of all users. */
    ADMIN
}
