/** Trace context of requests (W3C Trace Context), which connects the logs and traces of several services. */
@NullMarked
package dev.roster.adapters.http.trace;

import org.jspecify.annotations.NullMarked;
