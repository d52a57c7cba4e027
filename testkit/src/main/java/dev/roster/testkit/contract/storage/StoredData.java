package dev.roster.testkit.contract.storage;

import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.PageRequest;
import java.util.ArrayList;
import java.util.List;

/** What a backend contains before a clause, although it should be empty. Posts and comments have users. */
final class StoredData {

    private StoredData() {}

    static List<String> in(UserRepository users) {
        int found = users.findAll(PageRequest.first()).items().size();
        return found == 0 ? List.of() : List.of(found + " or more users");
    }

    static List<String> in(UnitOfWork unit) {
        List<String> found = new ArrayList<>(in(unit.users()));
        if (!unit.auditLog().findLatest(1).isEmpty()) {
            found.add("audit events");
        }
        return found;
    }

    static List<String> in(Storage storage) {
        List<String> found = new ArrayList<>(in((UnitOfWork) storage));
        QueueStats queue = storage.outboxQueue().stats();
        if (queue.waiting() + queue.deadLetters() + queue.expired() > 0) {
            found.add("messages");
        }
        return found;
    }
}
