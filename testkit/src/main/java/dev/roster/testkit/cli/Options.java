package dev.roster.testkit.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Options of a run.
 *
 * @param corsOrigin an origin, {@value #ANY_ORIGIN} or {@value #NO_ORIGIN}
 * @param only the areas to run; empty for all
 */
record Options(
        URI baseUrl,
        Optional<Path> mailDir,
        Optional<String> adminToken,
        Optional<String> corsOrigin,
        Optional<Path> report,
        Set<String> only) {

    static final String NO_ORIGIN = "none";
    static final String ANY_ORIGIN = "*";

    private static final int MAX_PORT = 65_535;

    /** Characters allowed in a header value. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private static final Pattern ORIGIN = Pattern.compile("https?://[!-~&&[^/?#@]]+");

    /** Omits all values except the base URL: one is a secret token. */
    @Override
    public String toString() {
        return "options for " + baseUrl;
    }

    /**
     * Parses {@code [--option value | --option=value]...}. If an option is given twice, the last value counts.
     *
     * @param environment may contain {@value Option#ADMIN_TOKEN_VARIABLE}
     * @throws UsageException with all errors, one per line
     */
    static Options parse(List<String> args, Map<String, String> environment) throws UsageException {
        return new Parser(args, environment).parse();
    }

    /** Parser that collects all errors. */
    private static final class Parser {
        private final Deque<String> rest;
        private final Map<Option, String> given = new EnumMap<>(Option.class);
        private final List<String> faults = new ArrayList<>();

        Parser(List<String> args, Map<String, String> environment) {
            rest = new ArrayDeque<>(args);
            String token = environment.getOrDefault(Option.ADMIN_TOKEN_VARIABLE, "");
            if (!token.isBlank()) {
                given.put(Option.ADMIN_TOKEN, token.strip());
            }
        }

        Options parse() throws UsageException {
            while (!rest.isEmpty()) {
                take(rest.pop());
            }
            Optional<URI> baseUrl = Optional.empty();
            if (given.containsKey(Option.BASE_URL)) {
                baseUrl = baseUrl(given.get(Option.BASE_URL));
            } else if (faults.isEmpty()) {
                faults.add(
                        Option.BASE_URL.flag() + " is missing, such as --base-url http://localhost:8080; see --help");
            }
            Options options = new Options(
                    baseUrl.orElse(URI.create("")),
                    path(Option.MAIL_DIR).filter(this::isFolder),
                    Optional.ofNullable(given.get(Option.ADMIN_TOKEN)).filter(this::isToken),
                    Optional.ofNullable(given.get(Option.CORS_ORIGIN)).filter(this::isOrigin),
                    path(Option.REPORT).filter(this::isWritable),
                    areas());
            if (!faults.isEmpty()) {
                throw new UsageException(faults);
            }
            return options;
        }

        private void take(String arg) {
            int equals = arg.indexOf('=');
            String flag = equals < 0 ? arg : arg.substring(0, equals);
            Optional<Option> option = Option.of(flag);
            if (option.isEmpty()) {
                // The part after '=' may be a secret.
                faults.add("unknown option " + flag + "; see --help");
            } else if (equals < 0 && (rest.isEmpty() || rest.peek().startsWith("--"))) {
                faults.add(flag + " requires a value: " + option.get().expectedValue());
            } else {
                String value = (equals < 0 ? rest.pop() : arg.substring(equals + 1)).strip();
                if (value.isEmpty()) {
                    faults.add(flag + " requires a value: " + option.get().expectedValue());
                } else {
                    given.put(option.get(), value);
                }
            }
        }

        private Optional<URI> baseUrl(String text) {
            try {
                URI url = new URI(text);
                if (String.valueOf(url.getScheme()).matches("(?i)https?")
                        && url.getHost() != null
                        && url.getPort() != 0
                        && url.getPort() <= MAX_PORT
                        && url.getUserInfo() == null
                        && url.getQuery() == null
                        && url.getFragment() == null) {
                    return Optional.of(url);
                }
            } catch (URISyntaxException no) {
                // Reported below.
            }
            reject(Option.BASE_URL, text);
            return Optional.empty();
        }

        private void reject(Option option, String url) {
            // The value may contain a password, so it is not printed.
            String got = url.contains("@") ? ", without user and password" : ", but was " + url;
            faults.add(option.flag() + " must be " + option.expectedValue() + got);
        }

        private Optional<Path> path(Option option) {
            String text = given.get(option);
            try {
                return Optional.ofNullable(text).map(Path::of);
            } catch (InvalidPathException no) {
                faults.add(option.flag() + " must be " + option.expectedValue() + ", but was " + text
                        + ", which is not a valid path");
                return Optional.empty();
            }
        }

        private boolean isFolder(Path path) {
            if (!Files.isDirectory(path)) {
                faults.add(Option.MAIL_DIR.flag() + " must be an existing folder, but was " + path);
            }
            return true;
        }

        private boolean isWritable(Path path) {
            Path folder = path.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
                faults.add(Option.REPORT.flag() + " must be a file in an existing folder, but was " + path);
            } else if (!canBeWritten(path)) {
                faults.add(Option.REPORT.flag() + " must be a writable file, but was " + path);
            }
            return true;
        }

        /** Checks this before the run. An older report is kept until the new one is written. */
        private static boolean canBeWritten(Path path) {
            if (Files.exists(path)) {
                return Files.isWritable(path);
            }
            try {
                Files.delete(Files.createFile(path));
                return true;
            } catch (IOException no) {
                return false;
            }
        }

        private boolean isToken(String token) {
            if (!TOKEN.matcher(token).matches()) {
                faults.add(Option.ADMIN_TOKEN.flag() + " must be " + Option.ADMIN_TOKEN.expectedValue()
                        + ", in visible ASCII characters");
            }
            return true;
        }

        private boolean isOrigin(String origin) {
            if (!Set.of(ANY_ORIGIN, NO_ORIGIN).contains(origin)
                    && !ORIGIN.matcher(origin).matches()) {
                reject(Option.CORS_ORIGIN, origin);
            }
            return true;
        }

        private Set<String> areas() {
            Set<String> areas = new TreeSet<>();
            for (String area : given.getOrDefault(Option.ONLY, "").split(",", -1)) {
                if (!area.isBlank()) {
                    areas.add(area.strip());
                }
            }
            if (areas.isEmpty() && given.containsKey(Option.ONLY)) {
                faults.add(Option.ONLY.flag() + " requires a value: " + Option.ONLY.expectedValue());
            }
            return areas;
        }
    }
}
