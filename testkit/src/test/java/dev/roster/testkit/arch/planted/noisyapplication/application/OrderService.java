package dev.roster.testkit.arch.planted.noisyapplication.application;

import java.util.logging.Logger;

/** Breaks the rule: uses java.util.logging and the standard error stream. */
public final class OrderService {

    @SuppressWarnings("CatchAndPrintStackTrace") // on purpose
    void order() {
        try {
            Logger.getLogger("orders").info("ordered");
        } catch (RuntimeException failed) {
            failed.printStackTrace();
        }
    }

    void cancel() {
        System.err.println("cancelled");
    }
}
