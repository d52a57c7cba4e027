package dev.roster.testkit.cli;

import static java.util.stream.Collectors.toCollection;

import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options of a run. If an option other than {@code --report} is given twice, the last value counts. */
@Command(
        name = "roster-conformance",
        customSynopsis = {
            "java -jar roster-conformance.jar --base-url=URL [OPTION]...",
            "       java -jar roster-conformance.jar client --port=PORT [OPTION]...",
            "       java -jar roster-conformance.jar --help | --version | generate-completion"
        },
        description = {
            "Checks a server, in any language, against the contract of Roster's API.",
            "The server may contain other users and posts; the clauses delete what they create.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all clauses passed, or deviate as the baseline lists; 1 a clause failed; 2 invalid"
                    + " options, or no server responds at the base URL: nothing was run; 3 no clause failed, but some did not run; 130 or 143"
                    + " interrupted: running clauses ended normally and deleted the users they created."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        subcommands = {ClientOptions.class, GenerateCompletion.class})
final class Options {

    static final String NO_ORIGIN = "none";
    static final String NO_FAULTS = "none";
    static final String ADMIN_TOKEN_VARIABLE = "ROSTER_ADMIN_TOKEN";

    private static final int MAX_PORT = 65_535;

    /** Characters allowed in a header value. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private static final Pattern ORIGIN = Pattern.compile("\\*|none|https?://[!-~&&[^/?#@]]+");

    @Option(
            names = "--base-url",
            required = true,
            paramLabel = "URL",
            description = "an http or https URL, with or without a path: base URL of the server")
    Optional<String> baseUrl = Optional.empty();

    @Option(
            names = "--mail-dir",
            paramLabel = "FOLDER",
            description =
                    "the folder in which the server stores its mails as *.eml files; enables the area mailed-tokens")
    Optional<Path> mailDir = Optional.empty();

    @Option(
            names = "--admin-token",
            paramLabel = "TOKEN",
            description = "an access token of an admin; enables the area admins. Prefer the environment variable "
                    + ADMIN_TOKEN_VARIABLE + ", because process lists show options")
    Optional<String> adminToken = Optional.empty();

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description = "an origin that the server allows, such as https://app.example.com; * if it allows all, or"
                    + " none if it allows none, which is then asserted; enables the area cross-origin")
    Optional<String> corsOrigin = Optional.empty();

    @Option(
            names = "--fault-control",
            paramLabel = "URL",
            description =
                    "base URL of an HTTP API that makes the database of the server unavailable; or none if that is"
                            + " impossible, such as for an embedded database; enables the area outages. GET / lists the faults:"
                            + " {\"faults\": [\"cut\", \"slow\", \"stop\"]}; POST /cut, /slow?millis=N, /forward, /stop and"
                            + " /restart cause and end them")
    Optional<String> faultControl = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "AREA,AREA",
            hideParamSyntax = true,
            split = ",",
            completionCandidates = AreaNames.class,
            description = "the areas to run, of ${COMPLETION-CANDIDATES}; clauses of other areas do not run")
    Set<String> only = new TreeSet<>();

    @Mixin
    final RunOptions run = new RunOptions();

    private final List<String> faults = new ArrayList<>();

    /**
     * Parses the options. With {@code --help}, {@code --version} or {@code generate-completion}, prints the requested
     * text instead.
     *
     * @param environment may contain {@value #ADMIN_TOKEN_VARIABLE}
     * @return the options of a run; empty if there is nothing to run
     * @throws UsageException with all errors, one per line
     */
    static Optional<Options> parse(List<String> args, Map<String, String> environment, PrintStream out)
            throws UsageException {
        Options options = new Options();
        Optional<ParseResult> parsed = RunOptions.parse(options, args, out);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        if (options.adminToken.isEmpty()) {
            options.adminToken = Optional.ofNullable(environment.get(ADMIN_TOKEN_VARIABLE))
                    .map(String::strip)
                    .filter(token -> !token.isEmpty());
        }
        options.collectFaults(parsed.get());
        if (!options.faults.isEmpty()) {
            throw new UsageException(options.faults);
        }
        return Optional.of(options);
    }

    /** Returns the base URL of the server. */
    URI baseUri() {
        return URI.create(baseUrl.orElseThrow());
    }

    /** Omits all values except the base URL: one is a secret token. */
    @Override
    public String toString() {
        return "options for " + baseUrl.orElse("no server");
    }

    private static final class AreaNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Area.names().iterator();
        }
    }

    private void collectFaults(ParseResult parsed) {
        faults.addAll(RunOptions.unknownOptions(parsed));
        for (Exception error : parsed.errors()) {
            if (error instanceof MissingParameterException missing) {
                missing.getMissing().forEach(this::addMissing);
            } else {
                faults.add(String.valueOf(error.getMessage()));
            }
        }
        only = only.stream().map(String::strip).filter(area -> !area.isEmpty()).collect(toCollection(TreeSet::new));
        if (parsed.hasMatchedOption("--only") && only.isEmpty()) {
            faults.add("--only requires a value: the areas to run");
        }
        Set<String> unknown = new TreeSet<>(only);
        Area.names().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            faults.add("--only contains unknown areas: " + String.join(", ", unknown) + "; the areas are "
                    + String.join(", ", Area.names()));
        }
        reject(
                baseUrl,
                Options::isBaseUrl,
                url -> "--base-url must be an http or https URL, with or without a path" + butWas(url));
        reject(mailDir, Options::isFolder, folder -> "--mail-dir must be an existing folder, but was " + folder);
        reject(adminToken, TOKEN.asMatchPredicate(), token -> "--admin-token must be in visible ASCII characters");
        reject(
                corsOrigin,
                ORIGIN.asMatchPredicate(),
                origin -> "--cors-origin must be an origin such as https://app.example.com, or * or none"
                        + butWas(origin));
        reject(
                faultControl,
                url -> url.equals(NO_FAULTS) || isBaseUrl(url),
                url -> "--fault-control must be an http or https URL, with or without a path, or none" + butWas(url));
        faults.addAll(run.faults(ApiUnderTest.class));
    }

    private void addMissing(ArgSpec option) {
        faults.add(((OptionSpec) option).longestName() + " requires a value: " + option.description()[0]);
    }

    private <T> void reject(Optional<T> value, Predicate<T> valid, Function<T, String> fault) {
        value.filter(valid.negate()).map(fault).ifPresent(faults::add);
    }

    private static boolean isBaseUrl(String text) {
        try {
            URI url = new URI(text);
            return String.valueOf(url.getScheme()).matches("(?i)https?")
                    && url.getHost() != null
                    && url.getPort() != 0
                    && url.getPort() <= MAX_PORT
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Shows a rejected URL, unless it may contain a password. */
    private static String butWas(String url) {
        return url.contains("@") ? ", without user and password" : ", but was " + url;
    }

    private static boolean isFolder(Path path) {
        return !path.toString().isEmpty() && Files.isDirectory(path);
    }
}
