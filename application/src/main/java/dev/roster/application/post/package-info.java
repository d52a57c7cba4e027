/** Services for posts and comments, including the rules about who may read and change them. */
@NullMarked
package dev.roster.application.post;

import org.jspecify.annotations.NullMarked;
