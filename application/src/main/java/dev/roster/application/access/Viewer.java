package dev.roster.application.access;

/** Whoever looks: somebody signed in, or anybody. */
public sealed interface Viewer permits Caller, Viewer.Anonymous {

    /** Somebody who is not signed in. */
    static Viewer anonymous() {
        return Anonymous.INSTANCE;
    }

    /** The one who is not signed in. */
    enum Anonymous implements Viewer {
        /** There is no telling them apart. */
        INSTANCE
    }
}
