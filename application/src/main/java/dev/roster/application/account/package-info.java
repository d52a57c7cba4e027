/**
 * Services for user accounts: registration, login, passwords, mailed one-time tokens, profiles and roles. All services
 * are safe for use by multiple threads.
 */
@NullMarked
package dev.roster.application.account;

import org.jspecify.annotations.NullMarked;
