/**
 * Contract of clients of Roster's HTTP API: the test plays the server, with faults, and judges what a client sends and
 * what it reports to its caller.
 */
@NullMarked
package dev.roster.testkit.contract.client;

import org.jspecify.annotations.NullMarked;
