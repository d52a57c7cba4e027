/** Tests of the access tokens. */
@NullMarked
package dev.roster.adapters.http.jwt;

import org.jspecify.annotations.NullMarked;
