package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.lockstep.Call;
import dev.roster.testkit.conformance.lockstep.CallGenerator;
import dev.roster.testkit.conformance.lockstep.ProgramContext;
import dev.roster.testkit.contract.storage.lockstep.PostCalls.State;
import dev.roster.testkit.contract.storage.lockstep.TransactionCalls.Failure;
import java.util.ArrayList;
import java.util.List;

/** Generator of random calls on a storage. It uses few users, instants and values, so that calls often conflict. */
final class StorageCallGenerator implements CallGenerator<UnitOfWork> {

    private static final String USER = "user";
    private static final String POST = "post";
    private static final String COMMENT = "comment";
    private static final String MESSAGE = "message";
    private static final String CLAIM = "claim";
    private static final String TIME = "time";
    private static final int TICK = 10;

    @Override
    public Call<UnitOfWork> nextCall(ProgramContext draw) {
        return draw.percent(draw.inTransaction() ? 20 : 8) ? elsewhere(draw) : onRepositories(draw);
    }

    private static Call<UnitOfWork> elsewhere(ProgramContext draw) {
        return switch (draw.nextInt(8)) {
            case 0, 1 -> TransactionCalls.onStorage(onRepositories(draw));
            case 2, 3 -> TransactionCalls.onEndedUnit(onRepositories(draw));
            case 4 -> TransactionCalls.nested(onRepositories(draw));
            case 5, 6 -> TransactionCalls.failing(draw.oneOf(Failure.values()), onRepositories(draw));
            default -> TransactionCalls.ping();
        };
    }

    private static Call<UnitOfWork> onRepositories(ProgramContext draw) {
        int kind = draw.nextInt(100);
        if (kind < 18) {
            return onUsers(draw);
        }
        if (kind < 28) {
            return onSecrets(draw);
        }
        if (kind < 55) {
            return onOutbox(draw);
        }
        if (kind < 62) {
            return onAuditLog(draw);
        }
        return kind < 86 ? onPosts(draw) : onComments(draw);
    }

    private static Call<UnitOfWork> onUsers(ProgramContext draw) {
        return switch (draw.nextInt(14)) {
            case 0, 1, 2, 3, 4 ->
                StorageCalls.createUser(
                        draw.newName(USER), address(draw), word(draw), text(draw), userOrNone(draw), micros(draw));
            case 12, 13 -> StorageCalls.lockUser(draw.existingName(USER));
            case 5 -> StorageCalls.findUser(draw.existingName(USER));
            case 6 -> StorageCalls.findByEmail(address(draw));
            case 7 -> StorageCalls.listUsers(1 + draw.nextInt(3), 1 + draw.nextInt(4));
            case 8, 9 ->
                StorageCalls.updateUser(
                        draw.existingName(USER),
                        address(draw),
                        word(draw),
                        text(draw),
                        draw.percent(30),
                        micros(draw),
                        versionOffset(draw));
            case 10 -> StorageCalls.deleteUserAt(draw.existingName(USER), 1 + draw.nextInt(2));
            default -> StorageCalls.deleteUser(draw.existingName(USER));
        };
    }

    private static Call<UnitOfWork> onSecrets(ProgramContext draw) {
        return switch (draw.nextInt(12)) {
            case 9 -> StorageCalls.findClaimed(draw.existingName(USER), draw.existingName(USER));
            case 10 -> StorageCalls.findToken(draw.nextInt(8), purpose(draw), micros(draw));
            case 11 -> StorageCalls.deleteExpiredTokens(micros(draw));
            case 0, 1 -> StorageCalls.setPassword(draw.existingName(USER), draw.nextInt(3));
            case 2 -> StorageCalls.renewHash(draw.existingName(USER), draw.nextInt(3), draw.nextInt(3));
            case 3 -> StorageCalls.endSessions(draw.existingName(USER));
            case 4 -> StorageCalls.findCredentials(draw.existingName(USER));
            case 5, 6 ->
                StorageCalls.storeToken(draw.nextInt(8), draw.existingName(USER), purpose(draw), 1 + draw.nextInt(4));
            case 7 -> StorageCalls.useToken(draw.nextInt(8), purpose(draw), micros(draw));
            default -> StorageCalls.revokeTokens(draw.existingName(USER), purpose(draw), micros(draw));
        };
    }

    private static Call<UnitOfWork> onOutbox(ProgramContext draw) {
        return switch (draw.nextInt(20)) {
            case 0, 1, 2, 3 ->
                OutboxCalls.appendMessage(draw.newName(MESSAGE), lane(draw), draw.existingName(USER), newTime(draw));
            case 4, 5, 6, 7, 8, 9 ->
                OutboxCalls.claimMessages(
                        draw.newName(CLAIM), lane(draw), 1 + draw.nextInt(3), now(draw), draw.oneOf(5, 5, 1_000));
            case 10 -> OutboxCalls.acknowledge(draw.existingName(CLAIM), number(draw));
            case 11 -> OutboxCalls.acknowledgeAll(draw.existingName(CLAIM), draw.existingName(CLAIM));
            case 12, 13 ->
                OutboxCalls.retryLater(draw.existingName(CLAIM), number(draw), newTime(draw) + 25, text(draw));
            case 14, 15 -> OutboxCalls.deadLetter(draw.existingName(CLAIM), number(draw), text(draw));
            case 16 -> OutboxCalls.expireMessage(draw.existingName(CLAIM), number(draw));
            case 17 -> OutboxCalls.retryNow(draw.existingName(MESSAGE), newTime(draw) + 7);
            case 18 -> OutboxCalls.listMessages(1 + draw.nextInt(6));
            default -> OutboxCalls.queueStats();
        };
    }

    private static Call<UnitOfWork> onAuditLog(ProgramContext draw) {
        return switch (draw.nextInt(7)) {
            case 0, 1, 2, 3 ->
                AuditCalls.appendEvent(
                        draw.oneOf(AuditEvent.Type.values()),
                        userOrNone(draw),
                        userOrNone(draw),
                        draw.oneOf("", "192.0.2.1"),
                        micros(draw));
            case 4 -> AuditCalls.listEvents(1 + draw.nextInt(4));
            case 5 -> AuditCalls.listEventsOf(draw.existingName(USER), 1 + draw.nextInt(4));
            default -> AuditCalls.deleteEventsBefore(micros(draw));
        };
    }

    private static Call<UnitOfWork> onPosts(ProgramContext draw) {
        return switch (draw.nextInt(18)) {
            case 16 -> PostCalls.listPublished(1 + draw.nextInt(2), 1 + draw.nextInt(5));
            case 17 -> PostCalls.listByAuthor(draw.existingName(USER), 1 + draw.nextInt(2), 1 + draw.nextInt(5));
            case 0, 1, 2, 3, 4 ->
                PostCalls.createPost(
                        draw.newName(POST),
                        draw.existingName(USER),
                        word(draw),
                        text(draw),
                        draw.percent(50),
                        micros(draw));
            case 5 -> PostCalls.findPost(draw.existingName(POST));
            case 6, 7, 8 ->
                PostCalls.listPosts(
                        1 + draw.nextInt(3), 1 + draw.nextInt(5), userOrNone(draw), state(draw), userOrNone(draw));
            case 9 ->
                PostCalls.listWithComments(
                        1 + draw.nextInt(2), 1 + draw.nextInt(5), userOrNone(draw), state(draw), 1 + draw.nextInt(3));
            case 10 ->
                PostCalls.listAfter(
                        draw.existingName(POST),
                        micros(draw),
                        1 + draw.nextInt(5),
                        userOrNone(draw),
                        state(draw),
                        userOrNone(draw));
            case 11, 12, 13 ->
                PostCalls.updatePost(
                        draw.existingName(POST),
                        word(draw),
                        text(draw),
                        draw.percent(50),
                        micros(draw),
                        versionOffset(draw));
            case 14 -> PostCalls.deletePostAt(draw.existingName(POST), 1 + draw.nextInt(2));
            default -> PostCalls.deletePost(draw.existingName(POST));
        };
    }

    private static Call<UnitOfWork> onComments(ProgramContext draw) {
        return switch (draw.nextInt(8)) {
            case 0, 1, 2, 3 ->
                PostCalls.createComment(
                        draw.newName(COMMENT),
                        draw.existingName(POST),
                        draw.existingName(USER),
                        word(draw),
                        micros(draw));
            case 4 -> PostCalls.findComment(draw.existingName(COMMENT));
            case 5, 6 -> PostCalls.listComments(draw.existingName(POST), 1 + draw.nextInt(2), 1 + draw.nextInt(3));
            default -> PostCalls.deleteComment(draw.existingName(COMMENT));
        };
    }

    @Override
    public List<Call<UnitOfWork>> readEverything(ProgramContext draw) {
        List<Call<UnitOfWork>> calls = new ArrayList<>();
        List<String> users = draw.existingNames(USER);
        calls.add(StorageCalls.listUsers(1, 100));
        users.forEach(user -> calls.add(StorageCalls.lockUser(user)));
        users.forEach(user -> calls.add(StorageCalls.findCredentials(user)));
        for (State state : State.values()) {
            calls.add(PostCalls.listPosts(1, 100, "", state, ""));
        }
        users.forEach(user -> calls.add(PostCalls.listPosts(1, 100, user, State.ANY, "")));
        calls.add(PostCalls.listWithComments(1, 100, "", State.ANY, 3));
        for (int token = 0; token < 8; token++) {
            calls.add(StorageCalls.useToken(token, Purpose.PASSWORD_RESET, 0));
        }
        calls.add(StorageCalls.deleteExpiredTokens(3));
        calls.add(AuditCalls.listEvents(1_000));
        users.forEach(user -> calls.add(AuditCalls.listEventsOf(user, 1)));
        // Deletions affect what remains.
        calls.addAll(deletion(draw));
        calls.add(PostCalls.listPosts(1, 100, "", State.ANY, ""));
        draw.existingNames(COMMENT).forEach(comment -> calls.add(PostCalls.findComment(comment)));
        calls.add(AuditCalls.listEvents(1_000));
        calls.addAll(lateRelay(draw));
        calls.add(OutboxCalls.queueStats());
        calls.add(OutboxCalls.listMessages(1_000));
        for (Lane lane : Lane.values()) {
            calls.add(OutboxCalls.claimMessages(draw.newName(CLAIM), lane, 1_000, 1_000_000, 1));
        }
        return calls;
    }

    /** Deletes a user with a comment on a post of another user, and one that was locked and changed. */
    private static List<Call<UnitOfWork>> deletion(ProgramContext draw) {
        String author = draw.newName(USER);
        String reader = draw.newName(USER);
        String post = draw.newName(POST);
        return List.of(
                StorageCalls.createUser(author, 21, "Ann", "", "", 1),
                StorageCalls.createUser(reader, 22, "Bob", "Text", author, 2),
                PostCalls.createPost(post, author, "Title", "", true, 3),
                PostCalls.createComment(draw.newName(COMMENT), post, reader, " é ", 3),
                StorageCalls.lockUser(author),
                StorageCalls.updateUser(author, 31, "Zoë 😀", "", true, 4, 0),
                StorageCalls.lockUser(author),
                StorageCalls.deleteUser(reader));
    }

    /** Passes two messages through all states, with a relay that is too late. */
    private static List<Call<UnitOfWork>> lateRelay(ProgramContext draw) {
        String first = draw.newName(MESSAGE);
        String second = draw.newName(MESSAGE);
        String late = draw.newName(CLAIM);
        String current = draw.newName(CLAIM);
        String again = draw.newName(CLAIM);
        Lane lane = draw.oneOf(Lane.values());
        int end = time(draw) + 1_000;
        return List.of(
                OutboxCalls.claimMessages(draw.newName(CLAIM), lane, 1_000, end, 1_000_000),
                OutboxCalls.appendMessage(first, lane, USER, -1_000),
                OutboxCalls.appendMessage(second, lane, USER, end + 20),
                OutboxCalls.claimMessages(late, lane, 2, end + 20, 5),
                OutboxCalls.claimMessages(current, lane, 2, end + 30, 5),
                OutboxCalls.retryLater(late, 0, end + 45, "late"),
                OutboxCalls.retryLater(current, 0, end + 55, ""),
                OutboxCalls.listMessages(1_000),
                OutboxCalls.queueStats(),
                OutboxCalls.claimMessages(again, lane, 2, end + 60, 5),
                OutboxCalls.deadLetter(again, 1, "gone"),
                OutboxCalls.acknowledge(again, 0),
                OutboxCalls.expireMessage(again, 0));
    }

    private static int micros(ProgramContext draw) {
        return draw.nextInt(4);
    }

    private static int address(ProgramContext draw) {
        return draw.nextInt(20);
    }

    private static String word(ProgramContext draw) {
        return draw.oneOf("Ann", " Bob ", "Zoë 😀", "O'Hara \"x\"");
    }

    /** Returns a text that may be empty. */
    private static String text(ProgramContext draw) {
        return draw.oneOf("", " ", "Text", " é \n");
    }

    private static int number(ProgramContext draw) {
        return draw.percent(75) ? 0 : 1;
    }

    private static Lane lane(ProgramContext draw) {
        return draw.percent(75) ? Lane.DEFAULT : draw.oneOf(Lane.values());
    }

    /** Returns the time of the program, which advances with each message and each retry. */
    private static int time(ProgramContext draw) {
        return TICK * draw.existingNames(TIME).size();
    }

    /** Returns a time that the program has not used, because the order of messages due at one instant is open. */
    private static int newTime(ProgramContext draw) {
        draw.newName(TIME);
        return time(draw);
    }

    private static int now(ProgramContext draw) {
        return time(draw) + draw.oneOf(-TICK, 0, 5, 2 * TICK, 4 * TICK);
    }

    private static String userOrNone(ProgramContext draw) {
        return draw.percent(50) ? "" : draw.existingName(USER);
    }

    private static State state(ProgramContext draw) {
        return draw.oneOf(State.values());
    }

    private static Purpose purpose(ProgramContext draw) {
        return draw.oneOf(Purpose.values());
    }

    private static int versionOffset(ProgramContext draw) {
        return draw.percent(80) ? 0 : draw.oneOf(-1, 1);
    }
}
