package dev.roster.bootstrap.transfer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.transfer.InvalidTransferException;
import dev.roster.adapters.jdbc.transfer.TableImport;
import dev.roster.adapters.jdbc.transfer.TransferTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and checks what {@link JsonLinesWriter} writes. Each error names the line and what it must contain. */
public final class JsonLinesReader implements TableImport.Source {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final Map<String, TransferTable> TABLES =
            TransferTable.ALL.stream().collect(Collectors.toMap(TransferTable::name, Function.identity()));

    private final BufferedReader lines;
    private final RowCounts counts;
    private final Map<String, Long> nextIds = new LinkedHashMap<>();
    private long line;

    /**
     * Reads the header.
     *
     * @param counts counts the rows
     * @throws InvalidTransferException if the file is not an export of this version
     * @throws IOException if the stream cannot be read
     */
    public JsonLinesReader(InputStream in, RowCounts counts) throws IOException {
        // Unlike the constructor with a charset, a decoder reports malformed bytes.
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        this.counts = counts;
        readHeader(requireObject());
    }

    private void readHeader(ObjectNode header) {
        if (!header.path("format").asText().equals(JsonLinesWriter.FORMAT)) {
            throw invalid("must be the header of a file that \"export\" has written, with \"format\":\""
                    + JsonLinesWriter.FORMAT + "\"");
        }
        requireVersion(header, "version", JsonLinesWriter.VERSION);
        requireVersion(header, "schema", Schema.version());
        JsonNode ids = header.path("nextIds");
        for (TransferTable table : TransferTable.ALL) {
            if (table.identity().isPresent()) {
                JsonNode next = ids.path(table.name());
                if (!next.isIntegralNumber() || !next.canConvertToLong() || next.asLong() < 1) {
                    throw invalid("\"nextIds\" must have a number from 1 for " + table.name());
                }
                nextIds.put(table.name(), next.asLong());
            }
        }
    }

    private void requireVersion(ObjectNode header, String name, int accepted) {
        JsonNode version = header.path(name);
        if (!version.isInt() || version.asInt() != accepted) {
            throw invalid("\"" + name + "\" must be " + accepted + ", but was " + shown(version)
                    + "; export and import with the same version of Roster");
        }
    }

    @Override
    public Map<String, Long> nextIds() {
        return nextIds;
    }

    @Override
    public TableImport.@Nullable Row next() throws IOException {
        ObjectNode object = requireObject();
        if (object.has("end")) {
            requireEnd(object);
            return null;
        }
        TransferTable table = TABLES.get(object.path("table").asText());
        if (table == null) {
            throw invalid("\"table\" must be one of " + names(TransferTable.ALL, TransferTable::name) + ", but was "
                    + shown(object.path("table")));
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (TransferTable.Column column : table.columns()) {
            values.add(value(object, table, column));
        }
        if (object.size() != values.size() + 1) {
            throw invalid("a row of " + table.name() + " must have the fields table, "
                    + names(table.columns(), TransferTable.Column::name) + ", and no others");
        }
        UsableRows.fault(table.name(), object).ifPresent(fault -> {
            throw invalid(fault);
        });
        counts.add(table.name());
        return new TableImport.Row(line, table, values);
    }

    private @Nullable Object value(ObjectNode object, TransferTable table, TransferTable.Column column) {
        JsonNode node = object.path(column.name());
        if (node.isNull() && column.nullable()) {
            return null;
        }
        boolean identity = table.identity().filter(column.name()::equals).isPresent();
        Optional<Object> value = ColumnValues.parse(node, column)
                .filter(found -> !identity
                        || ((long) found > 0 && (long) found < nextIds.getOrDefault(table.name(), Long.MAX_VALUE)));
        if (value.isEmpty()) {
            String accepted = identity
                    ? "a number from 1 to below " + nextIds.get(table.name()) + ", the next id in line 1"
                    : ColumnValues.accepted(column) + (column.nullable() ? ", or null" : "");
            throw invalid("\"" + column.name() + "\" of " + table.name() + " must be " + accepted
                    + (ColumnValues.isSecret(column.name()) ? "" : ", but was " + shown(node)));
        }
        return value.get();
    }

    private void requireEnd(ObjectNode object) throws IOException {
        if (object.path("rows").asLong(-1) != counts.total()) {
            throw invalid("\"rows\" must be the number of rows before it, " + counts.total() + ", but was "
                    + shown(object.path("rows")));
        }
        if (readLine() != null) {
            throw invalid("the file must end before it");
        }
    }

    private ObjectNode requireObject() throws IOException {
        String text = readLine();
        if (text == null) {
            throw invalid("must be a row, or the last line with \"end\", but the file ends; it is incomplete");
        }
        JsonNode parsed;
        try {
            parsed = MAPPER.readTree(text);
        } catch (IOException malformed) {
            throw invalid("must be a JSON object in one line");
        }
        if (parsed instanceof ObjectNode object) {
            return object;
        }
        throw invalid("must be a JSON object in one line");
    }

    private @Nullable String readLine() throws IOException {
        line++;
        try {
            return lines.readLine();
        } catch (CharacterCodingException malformed) {
            throw invalid("the file must be UTF-8 from here on");
        }
    }

    private InvalidTransferException invalid(String message) {
        return new InvalidTransferException("line " + line + ": " + message);
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "missing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static <T> String names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).collect(Collectors.joining(", "));
    }
}
