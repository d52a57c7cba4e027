/**
 * Pages for browsers: the account pages that emails link to, the OpenAPI document with its documentation page, and the
 * static resources they load.
 */
@NullMarked
package dev.roster.adapters.http.pages;

import org.jspecify.annotations.NullMarked;
