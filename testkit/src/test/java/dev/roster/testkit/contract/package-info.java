/** Tests of what all contracts have in common. */
@NullMarked
package dev.roster.testkit.contract;

import org.jspecify.annotations.NullMarked;
