/** What the contract of the HTTP API sends, and when: slow bodies, and clauses that need a server of their own. */
@NullMarked
package dev.roster.testkit.contract.api.traffic;

import org.jspecify.annotations.NullMarked;
