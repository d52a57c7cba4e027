package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.lockstep.Call;
import dev.roster.testkit.conformance.lockstep.CallGenerator;
import dev.roster.testkit.conformance.lockstep.ProgramContext;
import dev.roster.testkit.contract.storage.lockstep.PostCalls.State;
import java.util.ArrayList;
import java.util.List;

/** Generator of random calls on a storage. It uses few users, instants and values, so that calls often conflict. */
final class StorageCallGenerator implements CallGenerator<UnitOfWork> {

    private static final String USER = "user";
    private static final String POST = "post";
    private static final String COMMENT = "comment";

    @Override
    public Call<UnitOfWork> nextCall(ProgramContext draw) {
        int kind = draw.nextInt(100);
        if (kind < 22) {
            return onUsers(draw);
        }
        if (kind < 34) {
            return onSecrets(draw);
        }
        if (kind < 40) {
            return onOutbox(draw);
        }
        return kind < 78 ? onPosts(draw) : onComments(draw);
    }

    private static Call<UnitOfWork> onUsers(ProgramContext draw) {
        return switch (draw.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> StorageCalls.createUser(draw.newName(USER), address(draw), word(draw), second(draw));
            case 5 -> StorageCalls.findUser(draw.existingName(USER));
            case 6 -> StorageCalls.findByEmail(address(draw));
            case 7 -> StorageCalls.listUsers(1 + draw.nextInt(3), 1 + draw.nextInt(4));
            case 8, 9 ->
                StorageCalls.updateUser(
                        draw.existingName(USER),
                        address(draw),
                        word(draw),
                        draw.percent(30),
                        second(draw),
                        versionOffset(draw));
            case 10 -> StorageCalls.deleteUserAt(draw.existingName(USER), 1 + draw.nextInt(2));
            default -> StorageCalls.deleteUser(draw.existingName(USER));
        };
    }

    private static Call<UnitOfWork> onSecrets(ProgramContext draw) {
        return switch (draw.nextInt(9)) {
            case 0, 1 -> StorageCalls.setPassword(draw.existingName(USER), draw.nextInt(3));
            case 2 -> StorageCalls.renewHash(draw.existingName(USER), draw.nextInt(3), draw.nextInt(3));
            case 3 -> StorageCalls.endSessions(draw.existingName(USER));
            case 4 -> StorageCalls.findCredentials(draw.existingName(USER));
            case 5, 6 ->
                StorageCalls.storeToken(draw.nextInt(8), draw.existingName(USER), purpose(draw), 1 + draw.nextInt(4));
            case 7 -> StorageCalls.useToken(draw.nextInt(8), purpose(draw), second(draw));
            default -> StorageCalls.revokeTokens(draw.existingName(USER), purpose(draw), second(draw));
        };
    }

    private static Call<UnitOfWork> onOutbox(ProgramContext draw) {
        // The port does not specify the order of messages due at one instant, so each gets its own second.
        return draw.inTransaction() || draw.percent(60)
                ? StorageCalls.appendMessage(
                        draw.newName("message"),
                        draw.existingName(USER),
                        draw.existingNames("message").size())
                : StorageCalls.deliverMessages(
                        1 + draw.nextInt(3), draw.existingNames("message").size());
    }

    private static Call<UnitOfWork> onPosts(ProgramContext draw) {
        return switch (draw.nextInt(16)) {
            case 0, 1, 2, 3, 4 ->
                PostCalls.createPost(
                        draw.newName(POST), draw.existingName(USER), word(draw), draw.percent(50), second(draw));
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
                        second(draw),
                        1 + draw.nextInt(5),
                        userOrNone(draw),
                        state(draw),
                        userOrNone(draw));
            case 11, 12, 13 ->
                PostCalls.updatePost(
                        draw.existingName(POST), word(draw), draw.percent(50), second(draw), versionOffset(draw));
            case 14 -> PostCalls.deletePostAt(draw.existingName(POST), 1 + draw.nextInt(2));
            default -> PostCalls.deletePost(draw.existingName(POST));
        };
    }

    private static Call<UnitOfWork> onComments(ProgramContext draw) {
        return switch (draw.nextInt(8)) {
            case 0, 1, 2, 3 ->
                PostCalls.createComment(
                        draw.newName(COMMENT), draw.existingName(POST), draw.existingName(USER), second(draw));
            case 4 -> PostCalls.findComment(draw.existingName(COMMENT));
            case 5, 6 -> PostCalls.listComments(draw.existingName(POST), 1 + draw.nextInt(2), 1 + draw.nextInt(3));
            default -> PostCalls.deleteComment(draw.existingName(COMMENT));
        };
    }

    @Override
    public List<Call<UnitOfWork>> readEverything(ProgramContext draw) {
        List<Call<UnitOfWork>> calls = new ArrayList<>();
        calls.add(StorageCalls.listUsers(1, 100));
        draw.existingNames(USER).forEach(user -> calls.add(StorageCalls.findCredentials(user)));
        for (State state : State.values()) {
            calls.add(PostCalls.listPosts(1, 100, "", state, ""));
        }
        draw.existingNames(USER).forEach(user -> calls.add(PostCalls.listPosts(1, 100, user, State.ANY, "")));
        calls.add(PostCalls.listWithComments(1, 100, "", State.ANY, 3));
        draw.existingNames(COMMENT).forEach(comment -> calls.add(PostCalls.findComment(comment)));
        for (int token = 0; token < 8; token++) {
            calls.add(StorageCalls.useToken(token, Purpose.PASSWORD_RESET, 0));
        }
        calls.add(StorageCalls.deliverMessages(100, 10_000));
        return calls;
    }

    private static int second(ProgramContext draw) {
        return draw.nextInt(4);
    }

    private static int address(ProgramContext draw) {
        return draw.nextInt(20);
    }

    private static String word(ProgramContext draw) {
        return draw.oneOf("Ann", "Bob", "Zoë 😀", "O'Hara \"x\"");
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
