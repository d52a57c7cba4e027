package dev.roster.testkit.conformance.catalogue;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.roster.testkit.conformance.ClauseDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Table of a {@link Catalogue} for readers, in Markdown. */
public final class CatalogueTable {

    private CatalogueTable() {}

    /** Returns one table for each contract, the same for the same clauses. */
    public static String write(Catalogue catalogue) {
        Map<String, List<ClauseDescription>> contracts =
                catalogue.clauses().stream().collect(groupingBy(ClauseDescription::contract, TreeMap::new, toList()));
        StringBuilder text = new StringBuilder();
        contracts.forEach((contract, clauses) -> {
            text.append("\n## ")
                    .append(contract)
                    .append("\n\n| clause | promise | level | since | needs |\n|---|---|---|---|---|\n");
            for (ClauseDescription clause : clauses) {
                text.append(String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %s | %s |%n",
                        clause.id(),
                        clause.promise().replace("|", "\\|"),
                        clause.level().name().toLowerCase(Locale.ROOT),
                        clause.since(),
                        String.join(", ", clause.needs())));
            }
        });
        return text.toString().replace("\r\n", "\n");
    }
}
