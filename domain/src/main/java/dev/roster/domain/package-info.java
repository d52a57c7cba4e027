/**
 * Rules for texts and ids, pages, and the base of all domain exceptions, shared by users, posts and comments. The
 * packages below hold the entities. Every type of the domain is immutable ({@link dev.roster.domain.Violations}
 * excepted), validates itself when constructed, and depends on {@code java.*} only.
 */
@NullMarked
package dev.roster.domain;

import org.jspecify.annotations.NullMarked;
