package dev.roster.adapters.http.pact;

/** Verifies the server against the pacts of all consumers. */
class UserServicePactTest extends PactVerification {}
