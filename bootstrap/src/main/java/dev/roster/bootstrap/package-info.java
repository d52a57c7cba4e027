/**
 * The service as a library and as a program. As a library: {@link dev.roster.bootstrap.RosterBuilder} composes and starts
 * it, with the components of the packages {@code mail}, {@code argon2}, {@code throttle} and {@code secrets}. As a
 * program: the entry point {@link dev.roster.bootstrap.Main} and the packages {@code config}, {@code cli} and {@code log}.
 */
@NullMarked
package dev.roster.bootstrap;

import org.jspecify.annotations.NullMarked;
