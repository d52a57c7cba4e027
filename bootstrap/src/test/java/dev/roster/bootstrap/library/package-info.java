/** Tests of the use as a library: the builder, libraries that a program does not bring, and the documentation. */
@NullMarked
package dev.roster.bootstrap.library;

import org.jspecify.annotations.NullMarked;
