/**
 * Mail: composed from templates, and handed to a server over SMTP, or written to a folder where there is none.
 */
@NullMarked
package dev.roster.bootstrap.mail;

import org.jspecify.annotations.NullMarked;
