package dev.roster.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            migrate reset                      | migrate reset: deletes everything
            migrate reset reset --force        | unknown command migrate reset reset
            outbox                             | unknown command outbox
            outbox flush                       | unknown command outbox flush
            outbox retry                       | unknown command outbox retry
            admin                              | unknown command admin
            admin grant                        | unknown command admin grant
            admin grant to ann@example.com     | unknown command admin grant to (not shown)
            admin promote ann@example.com      | unknown command admin promote (not shown)
            audit                              | unknown command audit
            audit list of ann@example.com      | unknown command audit list of (not shown)
            start                              | unknown command start
            serve --force                      | --force: is accepted with
            serve -x                           | unknown flag -x
            serve --HTTP-PORT=1                | unknown flag (not shown)
            --http-port                        | HTTP_PORT (--http-port): has no value
            --http-port --migrate=on           | HTTP_PORT (--http-port): has no value
            --jwt-secret aaa Hunter2!          | unknown command (not shown)
            """)
    void reportsInvalidArguments(String line, String fault) {
        assertThat(Arguments.parse(List.of(line.split(" ", -1))).errors()).anyMatch(told -> told.startsWith(fault));
    }

    @Test
    void parsesCommands() {
        assertThat(Arguments.parse(List.of()).command()).isEqualTo(Command.SERVE);
        assertThat(Arguments.parse(List.of("serve")).command()).isEqualTo(Command.SERVE);
        assertThat(Arguments.parse(List.of("--migrate=off", "migrate")).command())
                .isEqualTo(Command.MIGRATE);
        assertThat(Arguments.parse(List.of("migrate", "--force", "reset")).command())
                .isEqualTo(Command.RESET);
        assertThat(Arguments.parse(List.of("nonsense", "--help")).command()).isEqualTo(Command.HELP);
        assertThat(Arguments.parse(List.of("-h")).command()).isEqualTo(Command.HELP);
        assertThat(Arguments.parse(List.of("--version")).command()).isEqualTo(Command.VERSION);
        assertThat(Arguments.parse(List.of("migrate", "reset", "--force")).errors())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            outbox list,                   OUTBOX_LIST,  ''
            outbox retry dead,             OUTBOX_RETRY, dead
            admin grant ann@example.com,   ADMIN_GRANT,  ann@example.com
            admin revoke ann@example.com,  ADMIN_REVOKE, ann@example.com
            audit list,                    AUDIT_LIST,   ''
            audit list ann@example.com,    AUDIT_LIST,   ann@example.com
            """)
    void parsesCommandsWithOperand(String line, Command command, String operand) {
        Arguments arguments = Arguments.parse(List.of((line + " --migrate=off").split(" ", -1)));

        assertThat(arguments).isEqualTo(new Arguments(command, operand, Map.of(Setting.MIGRATE, "off"), List.of()));
    }
}
