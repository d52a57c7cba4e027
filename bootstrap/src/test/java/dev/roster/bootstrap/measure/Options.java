package dev.roster.bootstrap.measure;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Options of the measurement: {@code --server 'NAME=[JVM options] JAR'} (repeatable), {@code --rounds N},
 * {@code --seconds N}, {@code --warm-up N}, {@code --only start,cached_user,…}, {@code --system-calls}.
 */
record Options(
        List<ServerUnderTest> subjects,
        boolean start,
        Set<Route> routes,
        int rounds,
        int seconds,
        int warmUpSeconds,
        boolean systemCalls) {

    private static final String START = "start";

    /**
     * Parses the arguments.
     *
     * @throws IllegalArgumentException if an argument is unknown; the message names it
     */
    static Options parse(List<String> args) {
        List<ServerUnderTest> subjects = new ArrayList<>(List.of(ServerUnderTest.BARE));
        Set<Route> routes = EnumSet.allOf(Route.class);
        boolean start = true;
        boolean systemCalls = false;
        int rounds = 5;
        int seconds = 5;
        int warmUpSeconds = 20;
        for (int i = 0; i < args.size(); i++) {
            switch (args.get(i)) {
                case "--server" -> subjects.add(ServerUnderTest.parse(args.get(++i)));
                case "--rounds" -> rounds = Integer.parseInt(args.get(++i));
                case "--seconds" -> seconds = Integer.parseInt(args.get(++i));
                case "--warm-up" -> warmUpSeconds = Integer.parseInt(args.get(++i));
                case "--system-calls" -> systemCalls = true;
                case "--only" -> {
                    List<String> only = new ArrayList<>(List.of(args.get(++i).split(",")));
                    start = only.remove(START);
                    routes.clear();
                    only.forEach(name -> routes.add(Route.valueOf(name.toUpperCase(Locale.ROOT))));
                }
                default -> throw new IllegalArgumentException("unknown argument " + args.get(i));
            }
        }
        return new Options(subjects, start, routes, rounds, seconds, warmUpSeconds, systemCalls);
    }
}
