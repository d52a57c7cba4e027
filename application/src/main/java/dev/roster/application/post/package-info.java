/**
 * Services for posts and comments, including the rules on who may read and change them.
 */
@NullMarked
package dev.roster.application.post;

import org.jspecify.annotations.NullMarked;
