/** Contracts about outages of the servers behind storages, caches, directories and deliveries. */
@NullMarked
package dev.roster.testkit.contract.outage;

import org.jspecify.annotations.NullMarked;
