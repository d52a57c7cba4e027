package dev.roster.application.port.delivery;

/** A message could not be handed over to whoever delivers it. Trying later may help. */
public final class DeliveryFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, for an operator; without secrets
     */
    public DeliveryFailedException(String message) {
        super(message);
    }

    /**
     * @param message what happened, for an operator; without secrets
     * @param cause the library's own account of it
     */
    public DeliveryFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
