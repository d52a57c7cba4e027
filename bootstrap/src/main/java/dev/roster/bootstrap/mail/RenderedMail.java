package dev.roster.bootstrap.mail;

/**
 * What a mail says.
 *
 * @param subject on one line
 * @param text for readers without HTML
 * @param html the same for those with
 */
record RenderedMail(String subject, String text, String html) {}
