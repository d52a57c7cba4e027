package dev.roster.bootstrap.mail;

/**
 * The rendered subject and bodies of a mail.
 *
 * @param subject the subject, on one line
 * @param text the body as plain text
 * @param html the body as HTML
 */
record RenderedMail(String subject, String text, String html) {}
