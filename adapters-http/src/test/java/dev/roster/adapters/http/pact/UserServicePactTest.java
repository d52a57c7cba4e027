package dev.roster.adapters.http.pact;

/** That the server keeps the contracts of all its consumers. */
class UserServicePactTest extends PactVerification {}
