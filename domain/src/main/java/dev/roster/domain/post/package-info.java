/**
 * Posts and comments, and the filters, cursors and slices by which lists of posts are read.
 */
@NullMarked
package dev.roster.domain.post;

import org.jspecify.annotations.NullMarked;
