package dev.roster.bootstrap.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * The measured routes in one class on JDBC and Jedis, without validation, error handling, outbox, audit log and session
 * epoch; totals are counted. Shows a lower bound of the cost of each route with the libraries that Roster uses.
 */
final class BareServer {

    private static final int POOL_SIZE = 10;
    private static final int REDIS_CONNECTIONS = 64;
    private static final int HASH_BYTES = 32;
    private static final long NOBODY = 0;
    private static final String SCHEMA = """
            create table if not exists users (id bigserial primary key, email text not null unique, name text not null,
              bio text not null, verified boolean not null, created_at timestamptz not null,
              updated_at timestamptz not null, salt bytea, hash bytea);
            create table if not exists posts (id bigserial primary key, author_id bigint not null references users,
              title text not null, content text not null, published boolean not null, created_at timestamptz not null,
              updated_at timestamptz not null);
            create index if not exists posts_newest on posts (created_at desc, id desc)""";

    private final HikariDataSource database;
    private final RedisClient redis;
    private final ObjectMapper json = new ObjectMapper();
    private final SecureRandom random = new SecureRandom();
    private final Semaphore hashing = new Semaphore(Runtime.getRuntime().availableProcessors());
    private final BareTokens tokens = new BareTokens();

    private BareServer(String jdbcUrl, String redisUrl) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(POOL_SIZE);
        this.database = new HikariDataSource(config);
        this.redis = RedisClient.create(redisUrl);
        redis.getPool().setMaxTotal(REDIS_CONNECTIONS);
        redis.getPool().setMaxIdle(REDIS_CONNECTIONS);
    }

    /** Starts the server; the arguments are a port, a JDBC URL and the URL of Redis. */
    public static void main(String[] args) throws SQLException {
        BareServer bare = new BareServer(args[1], args[2]);
        try (Connection connection = bare.database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.concurrency.useVirtualThreads = Runtime.version().feature() >= 21;
                    config.http.compressionStrategy = CompressionStrategy.NONE;
                    config.routes.get("/health/ready", ctx -> ctx.result("up"));
                    config.routes.get("/users/{id}", bare::user);
                    config.routes.post("/auth/register", bare::register);
                    config.routes.post("/auth/login", bare::logIn);
                    config.routes.post("/posts", bare::createPost);
                    config.routes.get("/posts", bare::posts);
                })
                .start("localhost", Integer.parseInt(args[0]));
    }

    private record User(long id, String name, String bio, String createdAt) {}

    private record Post(
            long id,
            String title,
            String content,
            boolean published,
            long authorId,
            String createdAt,
            String updatedAt) {}

    private record Page(List<Post> items, long total, long page, int size, long pages) {}

    private record Registration(String email, String password, String name) {}

    private record Login(String email, String password) {}

    private record NewPost(String title, String content, boolean published) {}

    private interface RowReader<T> {
        T read(ResultSet row) throws Exception;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        }
    }

    private void user(Context ctx) throws Exception {
        String id = ctx.pathParam("id");
        byte[] cacheKey = ("user:" + id).getBytes(StandardCharsets.US_ASCII);
        byte[] found = redis.get(cacheKey);
        if (found == null) {
            found = query(
                            "select id, name, bio, created_at from users where id = ?",
                            row -> json.writeValueAsBytes(
                                    new User(row.getLong(1), row.getString(2), row.getString(3), instant(row, 4))),
                            Long.parseLong(id))
                    .get(0);
            redis.set(cacheKey, found, SetParams.setParams().ex(600));
        }
        ctx.contentType("application/json").result(found);
    }

    private void register(Context ctx) throws Exception {
        Registration body = json.readValue(ctx.bodyAsBytes(), Registration.class);
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        Timestamp now = Timestamp.from(Instant.now());
        long id = query(
                        "insert into users (email, name, bio, verified, created_at, updated_at, salt, hash)"
                                + " values (lower(?), ?, '', false, ?, ?, ?, ?) returning id",
                        row -> row.getLong(1),
                        body.email(),
                        body.name(),
                        now,
                        now,
                        salt,
                        hash(body.password(), salt))
                .get(0);
        session(ctx.status(201), id);
    }

    private void logIn(Context ctx) throws Exception {
        Login body = json.readValue(ctx.bodyAsBytes(), Login.class);
        long id = query(
                        "select id, salt, hash from users where email = lower(?)",
                        row -> MessageDigest.isEqual(hash(body.password(), row.getBytes(2)), row.getBytes(3))
                                ? row.getLong(1)
                                : NOBODY,
                        body.email())
                .get(0);
        if (id == NOBODY) {
            ctx.status(401);
        } else {
            session(ctx, id);
        }
    }

    private void createPost(Context ctx) throws Exception {
        NewPost body = json.readValue(ctx.bodyAsBytes(), NewPost.class);
        long author = tokens.authenticate(ctx.header("Authorization"));
        Instant now = Instant.now();
        long id = query(
                        "insert into posts (author_id, title, content, published, created_at, updated_at)"
                                + " values (?, ?, ?, ?, ?, ?) returning id",
                        row -> row.getLong(1),
                        author,
                        body.title(),
                        body.content(),
                        body.published(),
                        Timestamp.from(now),
                        Timestamp.from(now))
                .get(0);
        String at = now.toString();
        json(ctx.status(201), new Post(id, body.title(), body.content(), body.published(), author, at, at));
    }

    private void posts(Context ctx) throws Exception {
        int size = 20;
        long page = ctx.queryParam("page") == null ? 1 : Long.parseLong(ctx.queryParam("page"));
        long total = query("select count(*) from posts where published", row -> row.getLong(1))
                .get(0);
        List<Post> items = query(
                "select id, title, content, published, author_id, created_at, updated_at from posts"
                        + " where published order by created_at desc, id desc limit ? offset ?",
                row -> new Post(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getLong(5),
                        instant(row, 6),
                        instant(row, 7)),
                size,
                (page - 1) * size);
        json(ctx, new Page(items, total, page, size, (total + size - 1) / size));
    }

    private static String instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant().toString();
    }

    private void json(Context ctx, Object body) throws IOException {
        ctx.contentType("application/json").result(json.writeValueAsBytes(body));
    }

    /** Responds like Roster to a login. */
    private void session(Context ctx, long id) throws Exception {
        json(ctx, Map.of("id", id, "access_token", tokens.issue(id)));
    }

    /** Hashes with Roster's parameters: Argon2id, 19 MiB, two passes. */
    private byte[] hash(String password, byte[] salt) throws InterruptedException {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(19_456)
                .withIterations(2)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        // One hash per processor: with more, garbage collections would copy their memory.
        hashing.acquire();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            hashing.release();
        }
        return hash;
    }
}
