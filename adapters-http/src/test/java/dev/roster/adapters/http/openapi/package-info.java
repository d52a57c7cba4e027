/**
 * Compares the server with its OpenAPI document: every route, every documented status, every response, and generated
 * requests.
 */
@NullMarked
package dev.roster.adapters.http.openapi;

import org.jspecify.annotations.NullMarked;
