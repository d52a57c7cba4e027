/**
 * Contract of Roster's HTTP API, for a server in any language that is known by its base URL only, and the fixtures
 * that a fuzzer needs to test such a server.
 */
@NullMarked
package dev.roster.testkit.contract.api;

import org.jspecify.annotations.NullMarked;
