/**
 * Contracts of the application's services, run on a storage, and for several nodes on a cache, that an adapter
 * provides.
 */
@NullMarked
package dev.roster.testkit.contract.service;

import org.jspecify.annotations.NullMarked;
