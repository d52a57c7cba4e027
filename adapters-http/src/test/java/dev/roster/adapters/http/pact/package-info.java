/** The server held against the contracts of its consumers. */
@NullMarked
package dev.roster.adapters.http.pact;

import org.jspecify.annotations.NullMarked;
