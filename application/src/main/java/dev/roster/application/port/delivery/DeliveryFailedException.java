package dev.roster.application.port.delivery;

/** A message could not be handed over to the system that delivers it. A later attempt may succeed. */
public final class DeliveryFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed, for operators; must not contain secrets
     */
    public DeliveryFailedException(String message) {
        super(message);
    }

    /**
     * @param message what failed, for operators; must not contain secrets
     * @param cause the exception of the library
     */
    public DeliveryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
