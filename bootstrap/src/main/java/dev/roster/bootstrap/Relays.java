package dev.roster.bootstrap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The relay's threads, as those who append messages know them: to be woken. */
final class Relays {

    private final List<RelayThread> threads = new CopyOnWriteArrayList<>();

    RelayThread add(RelayThread thread) {
        threads.add(thread);
        return thread;
    }

    void wake() {
        threads.forEach(RelayThread::wake);
    }

    void start() {
        threads.forEach(RelayThread::start);
    }
}
