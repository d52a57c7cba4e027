/** Tests that concern all contracts. */
@NullMarked
package dev.roster.testkit.contract;

import org.jspecify.annotations.NullMarked;
