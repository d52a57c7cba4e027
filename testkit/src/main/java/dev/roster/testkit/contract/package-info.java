/** Contracts of Roster's ports, services and HTTP API, and their list. */
@NullMarked
package dev.roster.testkit.contract;

import org.jspecify.annotations.NullMarked;
