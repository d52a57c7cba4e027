package dev.roster.adapters.http.pact;

/** Verifies the server against the pacts of all consumers in {@code src/test/pacts}. */
class UserServicePactTest extends PactVerification {}
