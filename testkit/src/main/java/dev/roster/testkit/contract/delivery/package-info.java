/** Contracts of the delivery ports: emails and notifications. */
@NullMarked
package dev.roster.testkit.contract.delivery;

import org.jspecify.annotations.NullMarked;
