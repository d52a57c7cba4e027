package dev.roster.bootstrap.cli;

import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.ProcessText;
import dev.roster.bootstrap.config.Setting;
import dev.roster.bootstrap.config.SettingsReader;
import dev.roster.bootstrap.log.LogConfigurator;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command line of {@code roster.jar}. All errors of arguments and settings are reported at once. */
@Command(
        name = "roster",
        description = {
            "A service for user accounts, posts and comments with an HTTP API, which the running service documents at"
                    + " /docs. Without a command, it serves requests.",
            "",
            "Settings are environment variables or flags of the same names (HTTP_PORT, --http-port). A flag overrides"
                    + " the environment, and an empty value means the default. All commands accept them:",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 success; 1 failure (database unreachable, port in use, ...); 2 invalid settings or"
                    + " arguments, or another process has the embedded database open; 143 after SIGTERM."
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
public final class RosterCommands implements Runnable {

    private static final String SYNOPSIS = "java -jar roster.jar [--SETTING=VALUE]... [COMMAND]";
    private static final Pattern PLAIN_WORD = Pattern.compile("-{0,2}[a-z][a-z-]{0,19}");

    private final String version;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Consumer<Config> server;
    private final ToIntFunction<String> archiver;
    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
    private final List<String> errors = new ArrayList<>();

    /**
     * Creates a command line for one run.
     *
     * @param server serves requests
     * @param archiver creates a class archive in the given file, or in the default file if the name is empty, and
     *     returns the exit code
     */
    public RosterCommands(
            String version,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Consumer<Config> server,
            ToIntFunction<String> archiver) {
        this.version = version;
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.server = server;
        this.archiver = archiver;
    }

    /** Runs the command that the arguments name and returns the exit code. */
    public int run(List<String> args) {
        CommandLine commandLine = new CommandLine(this)
                .addSubcommand(new MigrateCommands(this, out))
                .addSubcommand(new OutboxCommands(this, out))
                .addSubcommand(new AdminCommands(this, out))
                .addSubcommand(new AuditCommands(this, out))
                .addSubcommand(new GenerateCompletion())
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(false)
                .setUnmatchedArgumentsAllowed(true)
                .setUsageHelpWidth(100)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        complete(commandLine.getCommandSpec(), false);
        commandLine.getCommandSpec().usageMessage().customSynopsis(SYNOPSIS);
        // Values of flags are checked with the settings.
        for (int i = 0; i < args.size(); i++) {
            boolean flag =
                    args.get(i).startsWith("--") || (i > 0 && args.get(i - 1).startsWith("--"));
            if (!flag && ProcessText.isDamaged(args.get(i))) {
                errors.add("an argument " + ProcessText.DAMAGED);
            }
        }
        try {
            return execute(commandLine.parseArgs(args.toArray(String[]::new)));
        } catch (ExecutionException failed) {
            return ExitCode.report(failed.getCause() instanceof RuntimeException cause ? cause : failed, err);
        } catch (ConfigException invalid) {
            return ExitCode.report(invalid, err);
        }
    }

    @Override
    public void run() {
        serve();
    }

    @Command(description = "Migrate the schema to the current version, then serve requests until SIGTERM or SIGINT.")
    void serve() {
        server.accept(config(true));
    }

    @Command(description = "Create a class archive for faster starts.")
    int archive(
            @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = "", description = "the file to write")
                    String file) {
        return archiver.applyAsInt(file);
    }

    @Command(description = "Write a backup of the embedded database, also while it is being served.")
    int backup(
            @Parameters(paramLabel = "FILE", description = "the file to write") String file,
            @Option(names = "--force", description = "replace an existing file") boolean force) {
        return new BackupCommands(config(), out, err).backup(file, force);
    }

    @Command(description = "Create the embedded database from a backup.")
    int restore(
            @Parameters(paramLabel = "FILE", description = "a file that \"backup\" has written") String file,
            @Option(names = "--force", description = "replace the existing database") boolean force) {
        return new BackupCommands(config(), out, err).restore(file, force);
    }

    @Command(name = "export", description = "Write all data as lines of JSON, for another database.")
    int exportAll(
            @Parameters(paramLabel = "FILE", description = "the file to write; - for standard output") String file,
            @Option(names = "--force", description = "replace an existing file") boolean force) {
        return new TransferCommands(config(), out, err).export(file, force);
    }

    @Command(name = "import", description = "Read such lines into an empty database, all or none.")
    int importAll(
            @Parameters(paramLabel = "FILE", description = "the file to read; - for standard input") String file) {
        return new TransferCommands(config(), out, err).importAll(file);
    }

    /** Reads the settings of a command that does not serve requests. */
    Config config() {
        return config(false);
    }

    private Config config(boolean serving) {
        Config config = SettingsReader.read(flags, environment, serving, errors);
        LogConfigurator.apply(config.log());
        return config;
    }

    /** Runs a command on a database with a current schema. */
    void withStorage(BiConsumer<Config, JooqStorage> command) {
        Config config = config();
        DataDirectory.requireDatabase(config.database());
        Schema.requireCurrent(config.database());
        try (JooqStorage storage = JooqStorage.open(config.database())) {
            command.accept(config, storage);
        }
    }

    /** Adds to a command and its subcommands what all of them accept. Only one help text lists the settings. */
    private void complete(CommandSpec command, boolean hideSettings) {
        command.version("Roster " + version);
        command.parser().collectErrors(true);
        command.usageMessage().sortOptions(false);
        for (Setting setting : Setting.values()) {
            String byDefault = setting.defaultValue().isEmpty() ? "" : "%ndefault: " + setting.defaultValue();
            command.addOption(OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(setting.acceptedValues() + byDefault)
                    .hidden(hideSettings)
                    .build());
        }
        command.subcommands().values().forEach(each -> complete(each.getCommandSpec(), true));
    }

    private int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        List<ParseResult> commands = parsed.asCommandLineList().stream()
                .map(CommandLine::getParseResult)
                .toList();
        commands.forEach(this::collect);
        if (!errors.isEmpty()) {
            String last = commands.get(commands.size() - 1).commandSpec().name();
            config(last.equals("roster") || last.equals("serve"));
        }
        return new RunLast().execute(parsed);
    }

    /** Collects the settings and the errors of a command's arguments. */
    private void collect(ParseResult command) {
        for (Setting setting : Setting.values()) {
            if (command.hasMatchedOption(setting.flag())) {
                flags.put(setting, command.matchedOptionValue(setting.flag(), ""));
            }
        }
        CommandSpec spec = command.commandSpec();
        String name = spec.qualifiedName().replaceFirst("^roster ?", "");
        for (Exception error : command.errors()) {
            if (error instanceof MissingParameterException missing) {
                missing.getMissing().forEach(argument -> errors.add(missing(name, argument)));
            } else {
                errors.add(String.valueOf(error.getMessage()));
            }
        }
        List<String> words = new ArrayList<>();
        for (String argument : command.unmatched()) {
            if (argument.startsWith("-")) {
                errors.add("unknown flag " + redact(argument.replaceFirst("(?s)=.*", "")) + "; --help lists the flags");
            } else {
                words.add(redact(argument));
            }
        }
        boolean incomplete = !command.hasSubcommand()
                && !(spec.userObject() instanceof Runnable || spec.userObject() instanceof Method);
        if (incomplete || !words.isEmpty()) {
            words.add(0, name);
            errors.add("unknown command " + String.join(" ", words).strip() + "; --help lists the commands");
        }
    }

    private static String missing(String command, ArgSpec argument) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        return Stream.of(Setting.values())
                .filter(setting -> setting.flag().equals(name))
                .map(setting -> setting + " (" + name + "): has no value; must be " + setting.acceptedValues())
                .findFirst()
                .orElseGet(() -> command + ": requires " + name + " (" + argument.description()[0] + ")");
    }

    /** Hides a word that may be part of a secret that was typed with a space. */
    private static String redact(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "(not shown)";
    }
}
