/**
 * Reading requests and writing JSON: bodies, form fields, query parameters, access tokens, conditional requests,
 * content negotiation and client addresses, and the exceptions that reject a request.
 */
@NullMarked
package dev.roster.adapters.http.request;

import org.jspecify.annotations.NullMarked;
