package dev.roster.testkit.contract.storage.lockstep;

import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.at;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.id;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import java.util.List;
import java.util.Optional;

/** Calls on the audit log; names and times are as in {@link StorageCalls}. */
public final class AuditCalls {

    private AuditCalls() {}

    /**
     * Appends an event.
     *
     * @param user the user concerned; empty if there is none
     * @param actor the user who caused it; empty if anonymous
     */
    public static Call<UnitOfWork> appendEvent(
            AuditEvent.Type type, String user, String actor, String client, int micros) {
        return Call.of("appendEvent", List.of(type, user, actor, client, micros), (unit, names) -> {
            unit.auditLog()
                    .append(new AuditEvent(
                            at(micros),
                            type,
                            idOrNone(names, user),
                            idOrNone(names, actor),
                            new ClientAddress(client)));
            return "appended";
        });
    }

    /** Lists the latest events. */
    public static Call<UnitOfWork> listEvents(int limit) {
        return Call.of(
                "listEvents", List.of(limit), (unit, names) -> unit.auditLog().findLatest(limit));
    }

    /** Lists the latest events of a user. */
    public static Call<UnitOfWork> listEventsOf(String user, int limit) {
        return Call.of(
                "listEventsOf",
                List.of(user, limit),
                (unit, names) -> unit.auditLog().findLatestByUserId(id(names, user), limit));
    }

    /** Deletes old events. */
    public static Call<UnitOfWork> deleteEventsBefore(int micros) {
        return Call.of(
                "deleteEventsBefore",
                List.of(micros),
                (unit, names) -> unit.auditLog().deleteBefore(at(micros)));
    }

    private static Optional<UserId> idOrNone(Bindings names, String user) {
        return user.isEmpty() ? Optional.empty() : Optional.of(id(names, user));
    }
}
