package dev.roster.bootstrap.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A measured server.
 *
 * @param name name of its column in the tables
 * @param settings settings in addition to those of all servers
 * @param jvmOptions JVM options in addition to those of all servers
 * @param jar the jar of the service, or {@code null} for the {@linkplain BareServer bare server}
 */
record ServerUnderTest(
        String name,
        Map<String, String> settings,
        List<String> jvmOptions,
        @Nullable Path jar) {

    private static final Pattern SETTING = Pattern.compile("[A-Z_]+=.*");

    static final ServerUnderTest BARE = new ServerUnderTest("bare", Map.of(), List.of(), null);

    /**
     * Parses {@code NAME=[SETTING=VALUE]... [JVM options] JAR}.
     *
     * @throws IllegalArgumentException if there is no name
     */
    static ServerUnderTest parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "--server must be NAME=[SETTING=VALUE]... [JVM options] JAR, but was \"" + text + '"');
        }
        List<String> words = new Scanner(text.substring(equals + 1)).tokens().toList();
        int last = words.size() - 1;
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> jvmOptions = new ArrayList<>();
        for (String word : words.subList(0, last)) {
            if (SETTING.matcher(word).matches()) {
                settings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else {
                jvmOptions.add(word);
            }
        }
        return new ServerUnderTest(text.substring(0, equals), settings, jvmOptions, Path.of(words.get(last)));
    }

    boolean isBare() {
        return jar == null;
    }

    /** Returns the command that starts the server, with the Java of this program. */
    List<String> command(int port, String jdbcUrl, String redisUrl) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-Xmx512m");
        command.addAll(jvmOptions);
        if (jar == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareServer.class.getName()));
            command.addAll(List.of(Integer.toString(port), jdbcUrl, redisUrl));
        } else {
            command.addAll(List.of("-jar", jar.toString()));
        }
        return command;
    }
}
