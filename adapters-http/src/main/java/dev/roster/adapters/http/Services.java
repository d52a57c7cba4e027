package dev.roster.adapters.http;

import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.UserService;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostService;

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
