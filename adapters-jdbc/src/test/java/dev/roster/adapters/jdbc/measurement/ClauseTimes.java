package dev.roster.adapters.jdbc.measurement;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Prints, after each contract, the number of its clauses and their durations, including their backends. */
public final class ClauseTimes implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(ClauseTimes.class);

    private final List<Double> millis = new CopyOnWriteArrayList<>();
    private volatile long startNanos;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (isOutermost(context)) {
            startNanos = System.nanoTime();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("began", System.nanoTime());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        millis.add(millisSince(context.getStore(NAMESPACE).get("began", Long.class)));
    }

    @Override
    @SuppressWarnings("SystemOut") // read in the build's log
    public void afterAll(ExtensionContext context) {
        if (isOutermost(context)) {
            System.out.printf(
                    Locale.ROOT,
                    "[contract] %s: %d clauses in %.1f s, median %.1f ms%n",
                    context.getDisplayName(),
                    millis.size(),
                    millisSince(startNanos) / 1e3,
                    Statistics.median(millis));
        }
    }

    /** Returns whether this is the contract's class itself, not a nested one. */
    private static boolean isOutermost(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() == null;
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
