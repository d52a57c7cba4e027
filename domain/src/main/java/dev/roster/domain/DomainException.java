package dev.roster.domain;

/**
 * A request was understood but rejected by a rule of the domain; nothing was changed. Failures of a database or a
 * network are never domain exceptions.
 */
public abstract class DomainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was rejected and why; must not contain secrets
     */
    protected DomainException(String message) {
        super(message);
    }
}
