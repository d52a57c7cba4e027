package dev.roster.adapters.http;

import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.UserService;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostService;

/**
 * The application services that the routes call.
 *
 * @param users users
 * @param posts posts
 * @param comments comments
 * @param auth logins, sessions and access tokens
 * @param accounts email verification, password reset and password change
 */
public record Services(
        UserService users, PostService posts, CommentService comments, AuthService auth, AccountService accounts) {}
