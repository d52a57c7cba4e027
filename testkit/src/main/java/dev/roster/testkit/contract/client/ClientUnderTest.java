package dev.roster.testkit.contract.client;

/** A client of Roster's HTTP API, as the contract sees it. */
@FunctionalInterface
public interface ClientUnderTest {

    /**
     * Calls the API as a task says and reports what the client returned or threw. The client may be used for several
     * tasks.
     *
     * @throws Exception if the client failed in a way for which there is no {@link ClientResult.Outcome}
     */
    ClientResult perform(ClientTask task) throws Exception;
}
