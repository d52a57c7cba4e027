package dev.roster.bootstrap.measure;

/**
 * The measured requests as scripts for {@code wrk}, in the order of measurement. Pages come before posts, so that the
 * number of posts is the one in their titles. {@code TAG} stands for a word that is unique to the run.
 */
enum Route {
    CACHED_USER("GET /users/{id}, cached", 32, """
            local n = 0
            request = function()
              n = n + 1
              return wrk.format("GET", "/users/" .. (1 + n % 1000))
            end
            """),
    MISSED_USER("GET /users/{id}, mostly not cached", 32, """
            math.randomseed(os.time())
            request = function() return wrk.format("GET", "/users/" .. math.random(1001, 100000)) end
            """),
    FIRST_PAGE("GET /posts, first page of 100,000", 32, """
            request = function() return wrk.format("GET", "/posts?page=1&size=20") end
            """),
    DEEP_PAGE("GET /posts, page 4,000", 32, """
            request = function() return wrk.format("GET", "/posts?page=4000&size=20") end
            """),
    POST("POST /posts", 32, """
            local tokens = {TOKENS}
            local n = 0
            wrk.headers["Content-Type"] = "application/json"
            request = function()
              n = n + 1
              wrk.headers["Authorization"] = "Bearer " .. tokens[1 + n % #tokens]
              return wrk.format("POST", "/posts", nil,
                '{"title":"A title of some words","content":"' .. string.rep("Some words of content. ", 10)
                .. '","published":true}')
            end
            """),
    REGISTER("POST /auth/register", 8, """
            local threads = 0
            setup = function(thread)
              thread:set("id", threads)
              threads = threads + 1
            end
            local n = 0
            wrk.headers["Content-Type"] = "application/json"
            request = function()
              n = n + 1
              return wrk.format("POST", "/auth/register", nil,
                '{"email":"TAG-' .. id .. '-' .. n .. '@example.com","password":"correct horse","name":"Jane Doe"}')
            end
            """),
    LOG_IN("POST /auth/login", 8, """
            local n = 0
            wrk.headers["Content-Type"] = "application/json"
            request = function()
              n = n + 1
              return wrk.format("POST", "/auth/login", nil,
                '{"email":"author-' .. (n % AUTHORS) .. '@example.com","password":"correct horse"}')
            end
            """);

    final String title;
    final int connections;
    final String script;

    Route(String title, int connections, String script) {
        this.title = title;
        this.connections = connections;
        this.script = script;
    }
}
