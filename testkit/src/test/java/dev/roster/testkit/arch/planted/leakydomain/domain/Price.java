package dev.roster.testkit.arch.planted.leakydomain.domain;

import org.slf4j.LoggerFactory;

/** Breaks the rule: depends on a library. */
public final class Price {

    static final Object LOG = LoggerFactory.getLogger("price");

    private Price() {}
}
