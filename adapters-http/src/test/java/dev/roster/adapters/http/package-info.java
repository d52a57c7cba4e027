/** Tests of the server, over TCP where that is what they are about. */
@NullMarked
package dev.roster.adapters.http;

import org.jspecify.annotations.NullMarked;
