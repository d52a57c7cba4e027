package dev.roster.adapters.redis;

import java.util.List;

/**
 * Scripts that read or change a user's key, each atomically. The key holds a cache entry, a lease, a tombstone, or
 * nothing. A script treats a value that it does not recognize as absent, and removes it.
 *
 * <p>A cache entry has the {@linkplain ServerConnection#generation generation} of the lease it was stored with, which
 * is the beginning of the lease's token, or of the entry that it replaces. So an entry has the generation of the
 * current server only if no change can have been lost since the user was read.
 *
 * <p>If Redis has no memory for a new value, the old value is removed nevertheless: deleting needs no memory.
 */
final class CacheScripts {

    private static final String ENTRY_FUNCTIONS = """
            -- returns the kind of the value, then a lease's token or an entry's version, the value itself,
            -- and the generation
            local function entry()
              local value = redis.pcall('GET', KEYS[1])
              if not value then return 'none' end
              if type(value) == 'table' then return 'unknown' end
              if value == '{"deleted":true}' then return 'gone', nil, value end
              local token = string.match(value, '^{"lease":"([%w-]+)"}$')
              if token then return 'lease', token, value, string.match(token, '^%w+') end
              local generation = string.match(value, '^{"format":2,"generation":"(%w+)",')
              local version = generation and string.match(string.sub(value, -40), ',"version":([1-9]%d*)}$')
              if version then return 'copy', version, value, generation end
              return 'unknown'
            end
            -- a version may be too large for a Lua number, so it stays text
            local function older(a, b) return #a < #b or (#a == #b and a < b) end
            local function put(value, millis) return redis.pcall('SET', KEYS[1], value, 'PX', millis) end
            local kind, detail, value, generation = entry()
            -- stores a cache entry, whose argument lacks the first two fields
            local function store(entry, millis)
              return put('{"format":2,"generation":"' .. generation .. '",' .. string.sub(entry, 2), millis)
            end
            """;

    /**
     * Arguments: a new token, the TTL of a lease, and a value that was not recognized, or nothing. Returns the value.
     */
    static final LuaScript FIND = script("""
            if kind == 'none' or kind == 'unknown' or value == ARGV[3] then
              local lease = '{"lease":"' .. ARGV[1] .. '"}'
              local done = put(lease, ARGV[2])
              return done.err and done or lease
            end
            return value
            """);

    /** Arguments: a token, a cache entry and its TTL. Returns 1 if the entry was stored. */
    static final LuaScript FILL = script("""
            if kind ~= 'lease' or detail ~= ARGV[1] then return 0 end
            local done = store(ARGV[2], ARGV[3])
            return done.err and done or 1
            """);

    /** Arguments: a token or nothing, a version, its cache entry and the TTL of that entry. */
    static final LuaScript REFRESH = script("""
            if kind == 'none' or kind == 'gone' then return 0 end
            if kind == 'copy' and not older(detail, ARGV[2]) then return 0 end
            if kind == 'copy' or (kind == 'lease' and detail == ARGV[1]) then
              local done = store(ARGV[3], ARGV[4])
              if not done.err then return 1 end
              redis.call('DEL', KEYS[1])
              return done
            end
            redis.call('DEL', KEYS[1])
            return 0
            """);

    /** Argument: the oldest version that may stay. */
    static final LuaScript INVALIDATE = script("""
            if kind == 'lease' or kind == 'unknown' or (kind == 'copy' and older(detail, ARGV[1])) then
              redis.call('DEL', KEYS[1])
            end
            return 1
            """);

    /** Argument: the TTL of a tombstone. */
    static final LuaScript MARK_DELETED = script("""
            local done = put('{"deleted":true}', ARGV[1])
            if not done.err then return 1 end
            redis.call('DEL', KEYS[1])
            return done
            """);

    static final List<LuaScript> ALL = List.of(FIND, FILL, REFRESH, INVALIDATE, MARK_DELETED);

    private CacheScripts() {}

    private static LuaScript script(String rest) {
        return new LuaScript(ENTRY_FUNCTIONS + rest);
    }
}
