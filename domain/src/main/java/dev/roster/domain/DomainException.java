package dev.roster.domain;

/**
 * A refusal in the domain's own words: the request was understood, and nothing was changed. Failures of a database or a
 * network are never of this family.
 */
public abstract class DomainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was refused and why, without secrets
     */
    protected DomainException(String message) {
        super(message);
    }
}
