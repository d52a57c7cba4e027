import client.ApiClient;
import client.ApiException;
import client.api.AccountsApi;
import client.api.CommentsApi;
import client.api.OperationsApi;
import client.api.PostsApi;
import client.api.UsersApi;
import client.model.Comment;
import client.model.CommentPage;
import client.model.Credentials;
import client.model.NewAccount;
import client.model.NewComment;
import client.model.NewPost;
import client.model.Post;
import client.model.PostList;
import client.model.PostUpdate;
import client.model.Registration;
import client.model.Session;
import client.model.UserPostPage;
import java.util.UUID;

/** Calls the API with a client generated from the OpenAPI document. Run by check-openapi.sh. */
final class GeneratedClientCheck {

    private static final String PASSWORD = "correct horse";

    private GeneratedClientCheck() {}

    public static void main(String[] args) throws ApiException {
        ApiClient anonymous = new ApiClient();
        anonymous.updateBaseUri(args[0]);
        check(new OperationsApi(anonymous).ready().getStatus() != null, "ready");

        String email = UUID.randomUUID() + "@example.com";
        AccountsApi accounts = new AccountsApi(anonymous);
        NewAccount account = new NewAccount().email(email).password(PASSWORD).name("John Doe");
        Registration registered = accounts.register(account);
        check(registered.getId().equals(registered.getUser().getId()), "registered");
        refused(400, () -> accounts.register(account));
        refused(422, () -> accounts.register(new NewAccount().email("nobody").password("").name("")));
        Session session = accounts.logIn(new Credentials().email(email).password(PASSWORD), null);

        ApiClient signedIn = new ApiClient();
        signedIn.updateBaseUri(args[0]);
        signedIn.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + session.getAccessToken()));
        UsersApi users = new UsersApi(signedIn);
        long id = session.getUser().getId();
        check(users.getMe(null, null).getEmail().equals(email), "logged in");
        check(email.equals(users.getUser(id, null, null).getEmail()), "all fields of a user");
        check(new UsersApi(anonymous).getUser(id, null, null).getEmail() == null, "the public profile");

        posts(id, new PostsApi(signedIn), new CommentsApi(signedIn), new PostsApi(anonymous));

        users.deleteUser(id, null, null);
        refused(404, () -> new UsersApi(anonymous).getUser(id, null, null));
        refused(401, () -> users.getMe(null, null));
        System.out.println("the generated client works");
    }

    private static void posts(long author, PostsApi posts, CommentsApi comments, PostsApi anonymous)
            throws ApiException {
        Post post = posts.createPost(new NewPost().title("On tomatoes").content("They like the sun."));
        check(!post.getPublished(), "a draft");
        refused(404, () -> anonymous.getPost(post.getId(), null, null));
        posts.updatePost(post.getId(), new PostUpdate().published(true), null, null);
        Comment comment = comments.createComment(post.getId(), new NewComment().content("So do I."));

        PostList page = anonymous.listPosts(1, 10, null, null, author);
        check(page.getTotal() == 1 && page.getItems().get(0).getId().equals(post.getId()), "a page of posts");
        PostList slice = anonymous.listPosts(null, 10, "", null, author);
        check(slice.getItems().size() == 1 && slice.getNext() == null, "a slice of posts");
        UserPostPage own = anonymous.listPostsOfUser(author, null, null, "comments");
        check(own.getItems().get(0).getCommentCount() == 1, "posts with comments");
        CommentPage onPost = comments.listComments(post.getId(), 1, 10);
        check(onPost.getItems().get(0).equals(comment), "comments of a post");

        comments.deleteComment(comment.getId());
        refused(412, () -> posts.deletePost(post.getId(), "\"never\"", null));
        posts.deletePost(post.getId(), null, null);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("check failed: " + what);
        }
        System.out.println("ok: " + what);
    }

    private static void refused(int status, Call call) {
        try {
            call.run();
        } catch (ApiException refusal) {
            check(refusal.getCode() == status, "expected status " + status + ", got " + refusal.getCode());
            return;
        }
        throw new IllegalStateException("must be rejected with " + status + ", but succeeded");
    }

    private interface Call {
        void run() throws ApiException;
    }
}
