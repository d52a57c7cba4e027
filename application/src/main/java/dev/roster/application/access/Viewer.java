package dev.roster.application.access;

/** The reader of data: a {@link Caller}, which is authenticated, or the {@linkplain #anonymous() anonymous viewer}. */
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
