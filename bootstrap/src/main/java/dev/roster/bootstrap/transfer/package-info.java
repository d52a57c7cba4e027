/** The file format of {@code export} and {@code import}: a JSON object in each line. */
@NullMarked
package dev.roster.bootstrap.transfer;

import org.jspecify.annotations.NullMarked;
