package dev.roster.testkit.data;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.domain.user.EmailAddress;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Values that no other call gets, in this run or, on a server that is shared, in another one. */
public final class Unique {

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicLong NEXT = new AtomicLong();

    private Unique() {}

    /** Text of an address: lower case, ASCII. */
    public static String email() {
        return "user-" + NEXT.incrementAndGet() + "-" + RUN + "@example.com";
    }

    /** An address. */
    public static EmailAddress emailAddress() {
        return new EmailAddress(email());
    }

    /** The address of a client, in a network of its own. */
    public static ClientAddress clientAddress() {
        long number = NEXT.incrementAndGet();
        return new ClientAddress(String.format(
                Locale.ROOT,
                "%s:%s:%x:%x:0:0:0:1",
                RUN.substring(0, 4),
                RUN.substring(4),
                (number >> 16) & 0xffff,
                number & 0xffff));
    }

    /** A title of a post. */
    public static String title() {
        return "Post " + NEXT.incrementAndGet() + " of " + RUN;
    }
}
