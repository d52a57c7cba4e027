/**
 * Email delivery: composes mails from templates and sends them over SMTP, or writes them to a folder if no server is
 * configured.
 */
@NullMarked
package dev.roster.bootstrap.mail;

import org.jspecify.annotations.NullMarked;
