package dev.roster.application.access;

/** The reader of data: an authenticated {@link Caller}, or an anonymous one. */
public sealed interface Viewer permits Caller, Viewer.Anonymous {

    /** Returns the anonymous viewer. */
    static Viewer anonymous() {
        return Anonymous.INSTANCE;
    }

    /** The anonymous viewer. */
    enum Anonymous implements Viewer {
        /** The only instance: anonymous viewers are not distinguished. */
        INSTANCE
    }
}
