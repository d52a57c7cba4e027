/**
 * Users and the values they consist of: id, email address, password and role.
 */
@NullMarked
package dev.roster.domain.user;

import org.jspecify.annotations.NullMarked;
