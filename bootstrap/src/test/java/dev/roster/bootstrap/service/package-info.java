/**
 * Tests of the services on the adapters used in production: contracts, complete user journeys, equal cost of logins,
 * and statement budgets.
 */
@NullMarked
package dev.roster.bootstrap.service;

import org.jspecify.annotations.NullMarked;
