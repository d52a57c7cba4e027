package dev.roster.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            postgresql://ann:pw@db:5433/roster                   | jdbc:postgresql://db:5433/roster           | ann   | pw
            postgres://ann:pw@db/roster                          | jdbc:postgresql://db/roster                | ann   | pw
            postgresql://ann@db/roster                           | jdbc:postgresql://db/roster                | ann   | -
            postgresql://db/roster                               | jdbc:postgresql://db/roster                | -     | -
            postgresql:///roster                                 | jdbc:postgresql://localhost/roster         | -     | -
            postgresql://db                                      | jdbc:postgresql://db/                      | -     | -
            postgresql://a%40b:p%3A%2F%3F%23%25+@db/r%20s        | jdbc:postgresql://db/r%20s                 | a@b   | p:/?#%+
            postgresql://ann:a:b@db/roster                       | jdbc:postgresql://db/roster                | ann   | a:b
            postgresql://ann:pw@[::1]:5432/roster                | jdbc:postgresql://[::1]:5432/roster        | ann   | pw
            postgresql://ann:pw@one:1,two:2/roster               | jdbc:postgresql://one:1,two:2/roster       | ann   | pw
            postgresql://db/roster?user=ann&password=p+w         | jdbc:postgresql://db/roster                | ann   | p+w
            postgresql://db/roster?sslmode=require&connect_timeout=3 | jdbc:postgresql://db/roster?sslmode=require&connectTimeout=3 | - | -
            postgresql://db/roster?target_session_attrs=read-write | jdbc:postgresql://db/roster?targetServerType=primary | - | -
            postgresql://a,b/r?target_session_attrs=prefer-standby | jdbc:postgresql://a,b/r?targetServerType=preferSecondary | - | -
            jdbc:postgresql://a,b/r?target_session_attrs=standby | jdbc:postgresql://a,b/r?targetServerType=secondary | - | -
            postgresql://a,b/r?targetServerType=primary&load_balance_hosts=random | jdbc:postgresql://a,b/r?targetServerType=primary&loadBalanceHosts=true | - | -
            postgresql://db/r?sslrootcert=system                 | jdbc:postgresql://db/r?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&sslmode=verify-full | - | -
            postgresql://db/r?client_encoding=UTF8&keepalives=1  | jdbc:postgresql://db/r?tcpKeepAlive=true   | -     | -
            postgresql://db/r?options=-c%20search_path%3Da&application_name=x+y | jdbc:postgresql://db/r?options=-c+search_path%3Da&ApplicationName=x%2By | - | -
            postgresql://my_db,db.example.com.:5433/r            | jdbc:postgresql://my_db,db.example.com.:5433/r | - | -
            postgresql://[fe80::1%25eth0]:5433/r                 | jdbc:postgresql://[fe80::1%eth0]:5433/r    | -     | -
            postgresql:///r?host=::1&port=5433&user=ann          | jdbc:postgresql://[::1]:5433/r             | ann   | -
            postgresql://?host=a,b&port=1,2&dbname=my%20db       | jdbc:postgresql://a:1,b:2/my%20db          | -     | -
            jdbc:postgresql://db:5433/roster                     | jdbc:postgresql://db:5433/roster           | -     | -
            jdbc:postgresql://ann:pw@db/roster                   | jdbc:postgresql://db/roster                | ann   | pw
            jdbc:postgresql://db/roster?user=ann&password=p%26w&ssl=true | jdbc:postgresql://db/roster?ssl=true | ann  | p&w
            jdbc:postgresql:roster                               | jdbc:postgresql:roster                     | -     | -
            jdbc:h2:file:./roster-data/roster                    | jdbc:h2:file:./roster-data/roster          | -     | -
            jdbc:h2:file:roster-data/roster                      | jdbc:h2:file:./roster-data/roster          | -     | -
            jdbc:h2:file:/var/lib/roster;CACHE_SIZE=100          | jdbc:h2:file:/var/lib/roster;CACHE_SIZE=100 | -    | -
            jdbc:h2:file:~/roster;user=ann;PASSWORD=a b          | jdbc:h2:file:~/roster                      | ann   | a b
            jdbc:h2:mem:test                                     | jdbc:h2:mem:test                           | -     | -
            """)
    void parsesUrl(String url, String jdbcUrl, @Nullable String user, @Nullable String password) {
        assertThat(Database.parse(url)).isEqualTo(new Database(jdbcUrl, user, password, Database.DEFAULT_POOL_SIZE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "mysql://ann:s3cret@db/roster",
                "jdbc:mysql://ann:s3cret@db/roster",
                "jdbc:h2:tcp://ann:s3cret@db/roster",
                "jdbc:h2:mem:",
                "jdbc:h2:mem:;PASSWORD=s3cret",
                "jdbc:h2:file:;PASSWORD=s3cret",
                "postgresql://ann:s3cret@db:banana/roster",
                "postgresql://ann:s3cret@db:0/roster",
                "postgresql://ann:s3cret@db:70000/roster",
                "postgresql://ann:s3cret@d b/roster",
                "postgresql://ann:s3cret%zz@db/roster",
                "postgresql://ann:s3cret%@db/roster",
                "postgresql://ann:pw/s3cret@db/roster",
                "postgresql://ann:pw?s3cret@db/roster",
                "postgresql://ann:pw#/s3cret@db/roster",
                "jdbc:postgresql:ann:s3cret@db/roster",
                "jdbc:postgresql://db/roster?password=s3cret%zz",
                "http://ann:s3cret@db"
            })
    void rejectsMalformedUrlWithoutRevealingSecrets(String url) {
        Throwable refusal = catchThrowable(() -> Database.parse(url));

        assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(refusal.getMessage()).isNotBlank().doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://db/r?passfile=s3cret                 | "passfile"
            jdbc:postgresql://db/r?passfile=s3cret            | "passfile"
            postgresql://db/r?hostaddr=s3cret                 | "hostaddr"
            postgresql://db/r?tcp_user_timeout=s3cret         | "tcp_user_timeout"
            jdbc:postgresql://db/r?soketTimeout=s3cret        | "soketTimeout"
            postgresql://db/r?target_session_attrs=s3cret     | "target_session_attrs" must be one of [any, prefer-standby
            postgresql://db/r?targetServerType=s3cret         | "targetServerType" must be one of [any, primary
            postgresql://db/r?sslmode=s3cret                  | "sslmode" must be one of [disable
            postgresql://db/r?client_encoding=s3cret          | "client_encoding"
            postgresql:///r?host=/s3cret                      | "host"
            postgresql://a,b,c/r?port=1,2                     | "port"
            """)
    void namesOptionThatCannotBeTranslated(String url, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.parse(url))
                .withMessageContaining(named)
                .withMessageNotContaining("s3cret");
    }

    @Test
    void rejectsUnknownDatabaseNamingAcceptedOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.parse("jdbc:oracle:thin:@db"))
                .withMessageContainingAll("jdbc:oracle", "jdbc:postgresql://", "jdbc:h2:file:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:s3cret@db/roster?sslpassword=s3cret",
                "jdbc:h2:file:./x;PASSWORD=s3cret",
                "jdbc:postgresql://db/x?password=s3cret"
            })
    void toStringContainsNoSecret(String url) {
        assertThat(Database.parse(url)).asString().doesNotContain("s3cret").startsWith("Database[jdbc:");
        assertThat(new Database(url, null, "s3cret", 1)).asString().doesNotContain("s3cret");
    }

    @Test
    void distinguishesEmbeddedFromServer() {
        Database file = Database.parse("jdbc:h2:file:./roster-data/roster;CACHE_SIZE=1");
        assertThat(file.isEmbedded()).isTrue();
        assertThat(file.embeddedFile()).contains(Path.of("./roster-data/roster"));

        Database home = Database.parse("jdbc:h2:file:~/roster");
        assertThat(home.embeddedFile()).contains(Path.of(System.getProperty("user.home"), "roster"));

        Database memory = Database.parse("jdbc:h2:mem:x");
        assertThat(memory.isEmbedded()).isTrue();
        assertThat(memory.embeddedFile()).isEmpty();

        Database server = Database.parse("postgresql://db/roster");
        assertThat(server.isEmbedded()).isFalse();
        assertThat(server.embeddedFile()).isEmpty();
    }

    @Test
    void defaultPoolSizeIsTen() {
        Database database = Database.parse("jdbc:h2:mem:x");
        assertThat(database.poolSize()).isEqualTo(10);
        assertThat(database.withPoolSize(3).poolSize()).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> database.withPoolSize(0));
    }

    @Test
    void userOptionsOverrideDefaults() {
        assertThat(ConnectionSettings.url(Database.parse("jdbc:h2:file:./x;write_delay=5;INIT=select 1\\;select 2")))
                .startsWith("jdbc:h2:async:./x;write_delay=5;INIT=select 1\\;select 2;MODE=PostgreSQL;")
                .contains(";REUSE_SPACE=FALSE")
                .doesNotContain("WRITE_DELAY");
    }

    @Test
    void reportsUnreachableDatabase() {
        Database nowhere = Database.parse("postgresql://ann:s3cret@localhost:1/roster");

        for (Runnable attempt : List.<Runnable>of(
                () -> Schema.migrate(nowhere),
                () -> Schema.requireCurrent(nowhere),
                () -> Schema.reset(nowhere),
                () -> JooqStorage.open(nowhere))) {
            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(attempt::run)
                    .withMessageContaining("unreachable")
                    .satisfies(failure -> {
                        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain("s3cret");
                        }
                    });
        }
    }
}
