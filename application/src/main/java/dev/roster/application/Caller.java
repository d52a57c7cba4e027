package dev.roster.application;

import dev.roster.domain.UserId;

/**
 * A signed-in user on whose behalf something is asked.
 *
 * @param id who
 */
public record Caller(UserId id) implements Viewer {}
