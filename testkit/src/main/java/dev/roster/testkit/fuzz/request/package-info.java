/**
 * The requests of a fuzz run: valid ones generated from an operation of the document, and the mutations that are
 * applied to them.
 */
@NullMarked
package dev.roster.testkit.fuzz.request;

import org.jspecify.annotations.NullMarked;
