/**
 * Settings: their names, defaults and accepted values, the reader that reports all errors at once, and the files and
 * directories that they name.
 */
@NullMarked
package dev.roster.bootstrap.config;

import org.jspecify.annotations.NullMarked;
