package dev.roster.adapters.http.client;

import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import dev.roster.testkit.contract.client.RosterClientContract;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the contract of clients on {@link UserApiClient}. */
class UserApiClientConformanceTest extends RosterClientContract {

    private final Map<URI, UserApiClient> clients = new ConcurrentHashMap<>();

    @Override
    protected ClientUnderTest client() {
        return this::perform;
    }

    private ClientResult perform(ClientTask task) {
        try {
            return call(
                    clients.computeIfAbsent(
                            task.server(), server -> new UserApiClient(server, task::accessToken, task.timeout())),
                    task);
        } catch (UserNotFoundException missing) {
            return ClientResult.of(Outcome.NOT_FOUND);
        } catch (InvalidValueException invalid) {
            return ClientResult.invalid(
                    invalid.violations().stream().map(Violation::field).toList());
        } catch (EmailAlreadyExistsException taken) {
            return ClientResult.of(Outcome.EMAIL_TAKEN);
        } catch (InvalidAccessTokenException rejected) {
            return ClientResult.of(Outcome.UNAUTHENTICATED);
        } catch (NotAllowedException forbidden) {
            return ClientResult.of(Outcome.FORBIDDEN);
        } catch (TooManyAttemptsException tooMany) {
            return ClientResult.tooManyRequests(tooMany.retryAfter());
        } catch (DirectoryUnavailableException unavailable) {
            return ClientResult.of(Outcome.UNAVAILABLE);
        }
    }

    private static ClientResult call(UserApiClient client, ClientTask task) {
        return switch (task.operation()) {
            case "getUser" ->
                client.findById(id(task))
                        .map(user -> ClientResult.user(user(user)))
                        .orElseGet(() -> ClientResult.of(Outcome.NOT_FOUND));
            case "listUsers" -> {
                Page<DirectoryUser> page =
                        client.findAll(new PageRequest((int) task.number("page"), (int) task.number("size")));
                yield ClientResult.page(
                        page.items().stream()
                                .map(UserApiClientConformanceTest::user)
                                .toList(),
                        page.total());
            }
            case "createUser" ->
                ClientResult.user(user(client.create(new EmailAddress(task.text("email")), task.text("name"))));
            case "replaceUser" -> {
                EmailAddress email = new EmailAddress(task.text("email"));
                yield ClientResult.user(
                        user(client.update(id(task), new UserUpdate(email, task.text("name"), task.text("bio")))));
            }
            case "deleteUser" -> ClientResult.of(client.delete(id(task)) ? Outcome.DELETED : Outcome.NOT_FOUND);
            default -> throw new IllegalArgumentException("unknown operation " + task.operation());
        };
    }

    private static UserId id(ClientTask task) {
        return new UserId(task.number("id"));
    }

    private static ClientUser user(DirectoryUser user) {
        return new ClientUser(
                user.id().value(), user.name(), user.bio(), user.email().map(EmailAddress::value), user.createdAt());
    }
}
