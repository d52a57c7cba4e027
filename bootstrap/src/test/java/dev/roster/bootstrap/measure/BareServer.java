package dev.roster.bootstrap.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
    private final SecretKeySpec key = new SecretKeySpec(random.generateSeed(HASH_BYTES), "HmacSHA256");

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

    private void user(Context ctx) throws Exception {
        String id = ctx.pathParam("id");
        byte[] cacheKey = ("user:" + id).getBytes(StandardCharsets.US_ASCII);
        byte[] found = redis.get(cacheKey);
        if (found == null) {
            try (Connection connection = database.getConnection();
                    PreparedStatement select =
                            connection.prepareStatement("select id, name, bio, created_at from users where id = ?")) {
                select.setLong(1, Long.parseLong(id));
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    found = json.writeValueAsBytes(Map.of(
                            "id", row.getLong(1),
                            "name", row.getString(2),
                            "bio", row.getString(3),
                            "createdAt", row.getTimestamp(4).toInstant().toString()));
                }
            }
            redis.set(cacheKey, found, SetParams.setParams().ex(600));
        }
        ctx.contentType("application/json").result(found);
    }

    private void register(Context ctx) throws Exception {
        JsonNode body = json.readTree(ctx.bodyAsBytes());
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        byte[] hash = hash(body.get("password").textValue(), salt);
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into users (email, name, bio, verified, created_at, updated_at, salt, hash)"
                                + " values (lower(?), ?, '', false, ?, ?, ?, ?) returning id")) {
            Timestamp now = Timestamp.from(Instant.now());
            insert.setString(1, body.get("email").textValue());
            insert.setString(2, body.get("name").textValue());
            insert.setTimestamp(3, now);
            insert.setTimestamp(4, now);
            insert.setBytes(5, salt);
            insert.setBytes(6, hash);
            try (ResultSet stored = insert.executeQuery()) {
                stored.next();
                session(ctx.status(201), stored.getLong(1));
            }
        }
    }

    private void logIn(Context ctx) throws Exception {
        JsonNode body = json.readTree(ctx.bodyAsBytes());
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select id, salt, hash from users where email = lower(?)")) {
            select.setString(1, body.get("email").textValue());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                byte[] hash = hash(body.get("password").textValue(), row.getBytes(2));
                if (!MessageDigest.isEqual(hash, row.getBytes(3))) {
                    ctx.status(401);
                    return;
                }
                session(ctx, row.getLong(1));
            }
        }
    }

    private void createPost(Context ctx) throws Exception {
        JsonNode body = json.readTree(ctx.bodyAsBytes());
        long author = authenticated(ctx.header("Authorization"));
        Instant now = Instant.now();
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into posts (author_id, title, content, published, created_at, updated_at)"
                                + " values (?, ?, ?, ?, ?, ?) returning id")) {
            insert.setLong(1, author);
            insert.setString(2, body.get("title").textValue());
            insert.setString(3, body.get("content").textValue());
            insert.setBoolean(4, body.get("published").booleanValue());
            insert.setTimestamp(5, Timestamp.from(now));
            insert.setTimestamp(6, Timestamp.from(now));
            try (ResultSet stored = insert.executeQuery()) {
                stored.next();
                Map<String, Object> post = new LinkedHashMap<>();
                post.put("id", stored.getLong(1));
                post.put("title", body.get("title").textValue());
                post.put("content", body.get("content").textValue());
                post.put("published", body.get("published").booleanValue());
                post.put("authorId", author);
                post.put("createdAt", now.toString());
                post.put("updatedAt", now.toString());
                ctx.status(201).contentType("application/json").result(json.writeValueAsBytes(post));
            }
        }
    }

    private void posts(Context ctx) throws Exception {
        int size = 20;
        long page = ctx.queryParam("page") == null ? 1 : Long.parseLong(ctx.queryParam("page"));
        List<Map<String, Object>> items = new ArrayList<>();
        long total;
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement("select count(*) from posts where published");
                PreparedStatement select = connection.prepareStatement(
                        "select id, title, content, published, author_id, created_at, updated_at from posts"
                                + " where published order by created_at desc, id desc limit ? offset ?")) {
            try (ResultSet row = count.executeQuery()) {
                row.next();
                total = row.getLong(1);
            }
            select.setInt(1, size);
            select.setLong(2, (page - 1) * size);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Map<String, Object> post = new LinkedHashMap<>();
                    post.put("id", row.getLong(1));
                    post.put("title", row.getString(2));
                    post.put("content", row.getString(3));
                    post.put("published", row.getBoolean(4));
                    post.put("authorId", row.getLong(5));
                    post.put("createdAt", row.getTimestamp(6).toInstant().toString());
                    post.put("updatedAt", row.getTimestamp(7).toInstant().toString());
                    items.add(post);
                }
            }
        }
        ctx.contentType("application/json")
                .result(json.writeValueAsBytes(Map.of(
                        "items",
                        items,
                        "total",
                        total,
                        "page",
                        page,
                        "size",
                        size,
                        "pages",
                        (total + size - 1) / size)));
    }

    /** Responds like Roster to a login: with the user's id and a token of three parts signed with HMAC-SHA-256. */
    private void session(Context ctx, long id) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.US_ASCII));
        String claims = base64.encodeToString(json.writeValueAsBytes(
                Map.of("sub", id, "exp", Instant.now().plusSeconds(3_600).getEpochSecond())));
        String signed = head + "." + claims;
        String token = signed + "." + base64.encodeToString(mac(signed));
        ctx.contentType("application/json").result(json.writeValueAsBytes(Map.of("id", id, "access_token", token)));
    }

    private long authenticated(String header) throws Exception {
        String token = header.substring("Bearer ".length());
        int end = token.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
        if (!MessageDigest.isEqual(signature, mac(token.substring(0, end)))) {
            throw new IllegalArgumentException("forged");
        }
        JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, end)));
        if (claims.get("exp").longValue() < Instant.now().getEpochSecond()) {
            throw new IllegalArgumentException("expired");
        }
        return claims.get("sub").longValue();
    }

    private byte[] mac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Hashes with Roster's parameters: Argon2id, 19 MiB, two passes. */
    private byte[] hash(String password, byte[] salt) throws InterruptedException {
        // One hash per processor: with more, garbage collections would copy their memory.
        hashing.acquire();
        try {
            return argon2id(password, salt);
        } finally {
            hashing.release();
        }
    }

    private static byte[] argon2id(String password, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(19_456)
                .withIterations(2)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return Arrays.copyOf(hash, HASH_BYTES);
    }
}
