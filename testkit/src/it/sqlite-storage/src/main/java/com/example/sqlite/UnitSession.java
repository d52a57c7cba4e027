package com.example.sqlite;

import java.util.function.Function;

/** The transaction of one unit of work. Usable until it ends, by the thread that began it. */
final class UnitSession implements Session {

    private final Sql sql;
    private final Thread owner = Thread.currentThread();
    private volatile boolean ended;

    UnitSession(Sql sql) {
        this.sql = sql;
    }

    void end() {
        ended = true;
    }

    @Override
    public <T> T read(Function<Sql, T> work) {
        if (ended) {
            throw new IllegalStateException("the unit of work has ended with its transaction");
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a unit of work belongs to the thread of its transaction");
        }
        return work.apply(sql);
    }

    @Override
    public <T> T write(Function<Sql, T> work) {
        return read(work);
    }
}
