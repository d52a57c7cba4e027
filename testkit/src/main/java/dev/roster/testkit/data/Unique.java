package dev.roster.testkit.data;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.domain.user.EmailAddress;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Values that are unique in this run and, on a shared server, in all runs. */
public final class Unique {

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicLong NEXT = new AtomicLong();

    private Unique() {}

    /** Returns a unique email address as a string: lower case, ASCII. */
    public static String email() {
        return "user-" + NEXT.incrementAndGet() + "-" + RUN + "@example.com";
    }

    /** Returns a unique email address. */
    public static EmailAddress emailAddress() {
        return new EmailAddress(email());
    }

    /** Returns a client address in a network of its own. */
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

    /** Returns a unique title of a post. */
    public static String title() {
        return "Post " + NEXT.incrementAndGet() + " of " + RUN;
    }
}
