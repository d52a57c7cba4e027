/**
 * Contracts of the application's services. They run on the storage of an adapter and, for several nodes, also on its
 * cache.
 */
@NullMarked
package dev.roster.testkit.contract.service;

import org.jspecify.annotations.NullMarked;
