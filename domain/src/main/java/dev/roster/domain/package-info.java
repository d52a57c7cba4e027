/**
 * What users, posts and comments have in common: rules for texts and ids, pages, and the base of all domain
 * exceptions. The packages below hold the entities; everything in the domain is immutable ({@link
 * dev.roster.domain.Violations} excepted), validates itself when constructed, and depends on {@code java.*} only.
 */
@NullMarked
package dev.roster.domain;

import org.jspecify.annotations.NullMarked;
