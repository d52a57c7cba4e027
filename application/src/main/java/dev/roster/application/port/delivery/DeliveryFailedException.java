package dev.roster.application.port.delivery;

/**
 * A message could not be handed over to the system that delivers it. A later attempt may succeed, unless the failure is
 * {@linkplain #isPermanent() permanent}.
 */
public final class DeliveryFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    /**
     * Creates a temporary failure.
     *
     * @param message what failed, for operators; must not contain secrets
     */
    public DeliveryFailedException(String message) {
        super(message);
        this.permanent = false;
    }

    /**
     * Creates a temporary failure.
     *
     * @param message what failed, for operators; must not contain secrets
     * @param cause the exception of the library
     */
    public DeliveryFailedException(String message, Throwable cause) {
        super(message, cause);
        this.permanent = false;
    }

    private DeliveryFailedException(String message, boolean permanent) {
        super(message);
        this.permanent = permanent;
    }

    /**
     * Returns a permanent failure: the message was rejected, and would be rejected again.
     *
     * @param message what failed, for operators; must not contain secrets
     */
    public static DeliveryFailedException permanent(String message) {
        return new DeliveryFailedException(message, true);
    }

    /** Returns whether every later attempt to deliver this message would fail, too. */
    public boolean isPermanent() {
        return permanent;
    }
}
