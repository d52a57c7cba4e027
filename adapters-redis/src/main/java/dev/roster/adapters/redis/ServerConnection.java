package dev.roster.adapters.redis;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Connection that knows the generation of its server: a new one begins when a server starts, and when a replica is
 * promoted. A server may have lost changes of an earlier generation, so its values of that time may be stale.
 */
final class ServerConnection extends Connection {

    /** The generation of each server whose user may not read it. Values of earlier generations are then not detected. */
    static final String UNKNOWN = "unknown";

    private static final Pattern GENERATION =
            Pattern.compile("^role:master\\r?$.*^master_replid:([0-9a-f]{16})", Pattern.MULTILINE | Pattern.DOTALL);

    private final String generation;

    /** Connects and reads the generation. */
    ServerConnection(JedisSocketFactory sockets, JedisClientConfig config) {
        super(sockets, config);
        try {
            generation = readGeneration();
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    private String readGeneration() {
        try {
            CommandArguments info = new CommandArguments(Protocol.Command.INFO).add("replication");
            Matcher replication = GENERATION.matcher(executeCommand(new CommandObject<>(info, BuilderFactory.STRING)));
            return replication.find() ? replication.group(1) : noGeneration();
        } catch (JedisAccessControlException forbidden) {
            return UNKNOWN;
        } catch (JedisDataException rejected) {
            return noGeneration(); // the next command gets the same reply
        }
    }

    /** Returns a generation that no value has: the server is a replica, which may lag behind, or not usable now. */
    private static String noGeneration() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    String generation() {
        return generation;
    }
}
