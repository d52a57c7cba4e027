package dev.roster.adapters.http;

import dev.roster.application.AccountService;
import dev.roster.application.AuthService;
import dev.roster.application.CommentService;
import dev.roster.application.PostService;
import dev.roster.application.UserService;

/**
 * What is served.
 *
 * @param users does what is asked of users
 * @param posts does what is asked of posts
 * @param comments does what is asked of comments
 * @param auth logs in and tells who is calling
 * @param accounts does what owners of accounts ask with a token or their password
 */
public record Services(
        UserService users, PostService posts, CommentService comments, AuthService auth, AccountService accounts) {}
