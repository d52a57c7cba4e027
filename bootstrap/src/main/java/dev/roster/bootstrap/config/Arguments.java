package dev.roster.bootstrap.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parsed command line.
 *
 * @param command the command to run
 * @param operand the operand of the command; empty if the command has none
 * @param flags the settings given as flags; if a flag is repeated, its last value counts
 * @param errors all errors of the command line, one line each
 */
public record Arguments(Command command, String operand, Map<Setting, String> flags, List<String> errors) {

    private static final Map<List<String>, Command> COMMANDS = Map.of(
            List.of("serve"), Command.SERVE,
            List.of("migrate"), Command.MIGRATE,
            List.of("migrate", "reset"), Command.RESET,
            List.of("outbox", "list"), Command.OUTBOX_LIST,
            List.of("audit", "list"), Command.AUDIT_LIST,
            List.of("archive"), Command.ARCHIVE);

    private static final Map<List<String>, Command> COMMANDS_WITH_OPERAND = Map.of(
            List.of("outbox", "retry"), Command.OUTBOX_RETRY,
            List.of("admin", "grant"), Command.ADMIN_GRANT,
            List.of("admin", "revoke"), Command.ADMIN_REVOKE,
            List.of("audit", "list"), Command.AUDIT_LIST,
            List.of("archive"), Command.ARCHIVE);

    private static final Pattern PLAIN_WORD = Pattern.compile("-{0,2}[a-z][a-z-]{0,19}");

    /** Parses {@code [command] [--flag value | --flag=value]...}; see {@code --help} for the commands. */
    public static Arguments parse(List<String> args) {
        return new Parser(args).parse();
    }

    /** Parser that reads the arguments from left to right. */
    private static final class Parser {
        private final Deque<String> rest;
        private final List<String> words = new ArrayList<>();
        private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
        private final List<String> errors = new ArrayList<>();
        private String operand = "";
        private boolean force;
        private boolean help;
        private boolean version;

        Parser(List<String> args) {
            rest = new ArrayDeque<>(args);
        }

        Arguments parse() {
            while (!rest.isEmpty()) {
                parseArgument(rest.pop());
            }
            if (help) {
                return new Arguments(Command.HELP, "", Map.of(), List.of());
            }
            if (version) {
                return new Arguments(Command.VERSION, "", Map.of(), List.of());
            }
            Command command = command();
            if (force && command != Command.RESET) {
                errors.add("--force: is accepted with \"migrate reset\" only");
            }
            if (!force && command == Command.RESET) {
                errors.add("migrate reset: deletes everything in the database; add --force to confirm");
            }
            return new Arguments(command, operand, flags, errors);
        }

        private void parseArgument(String arg) {
            switch (arg) {
                case "--help", "-h" -> help = true;
                case "--version" -> version = true;
                case "--force" -> force = true;
                default -> {
                    if (arg.startsWith("-")) {
                        parseFlag(arg);
                    } else {
                        words.add(arg);
                    }
                }
            }
        }

        private void parseFlag(String arg) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            for (Setting setting : Setting.values()) {
                if (setting.flag().equals(name)) {
                    parseFlagValue(setting, equals < 0 ? null : arg.substring(equals + 1));
                    return;
                }
            }
            errors.add("unknown flag " + redact(name) + "; --help lists the flags");
        }

        private void parseFlagValue(Setting setting, @Nullable String attached) {
            if (attached != null) {
                flags.put(setting, attached);
            } else if (rest.isEmpty() || rest.peek().startsWith("--")) {
                errors.add(setting.name() + " (" + setting.flag() + "): has no value; must be "
                        + setting.acceptedValues());
            } else {
                flags.put(setting, rest.pop());
            }
        }

        private Command command() {
            if (words.isEmpty()) {
                return Command.SERVE;
            }
            for (Map.Entry<List<String>, Command> known : COMMANDS.entrySet()) {
                if (words.equals(known.getKey())) {
                    return known.getValue();
                }
            }
            List<String> verb = words.subList(0, words.size() - 1);
            for (Map.Entry<List<String>, Command> known : COMMANDS_WITH_OPERAND.entrySet()) {
                if (verb.equals(known.getKey())) {
                    operand = words.get(words.size() - 1);
                    return known.getValue();
                }
            }
            errors.add("unknown command "
                    + String.join(" ", words.stream().map(Parser::redact).toList())
                    + "; --help lists the commands");
            return Command.SERVE;
        }

        /** Hides a word that may be part of a secret that was typed with a space. */
        private static String redact(String word) {
            return PLAIN_WORD.matcher(word).matches() ? word : "(not shown)";
        }
    }
}
