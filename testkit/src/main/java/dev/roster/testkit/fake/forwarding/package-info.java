/** Implementations of each port that forward all calls. Extend one to pause, count or fail, or to plant a fault. */
@NullMarked
package dev.roster.testkit.fake.forwarding;

import org.jspecify.annotations.NullMarked;
