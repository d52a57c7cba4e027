/**
 * Contract of Roster's HTTP API for servers in any language, given only their base URL, and the fixtures that a fuzzer
 * needs to test such a server.
 */
@NullMarked
package dev.roster.testkit.contract.api;

import org.jspecify.annotations.NullMarked;
