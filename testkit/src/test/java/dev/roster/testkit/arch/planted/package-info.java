/**
 * Small projects for tests of the rules, each in its own package: one that follows every rule, and for each rule one
 * that violates it. The projects are never run.
 */
@NullMarked
package dev.roster.testkit.arch.planted;

import org.jspecify.annotations.NullMarked;
