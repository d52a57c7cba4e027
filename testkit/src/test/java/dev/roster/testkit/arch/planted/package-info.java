/**
 * Small projects for the rules to judge, each in a package of its own: one that keeps every rule, and for each rule one
 * that breaks it. None of them is ever run.
 */
@NullMarked
package dev.roster.testkit.arch.planted;

import org.jspecify.annotations.NullMarked;
