package dev.roster.bootstrap.transfer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.transfer.TableExport;
import dev.roster.adapters.jdbc.transfer.TransferTable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a header with the versions of the format and the schema, a line for each row, and a last line with the number
 * of rows, which shows that the file is complete. The same rows give the same file.
 */
public final class JsonLinesWriter implements TableExport.Target {

    static final String FORMAT = "roster-export";
    static final int VERSION = 1;
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;
    private final RowCounts counts;

    /**
     * Creates a writer.
     *
     * @param counts counts the rows
     */
    public JsonLinesWriter(OutputStream out, RowCounts counts) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.counts = counts;
    }

    @Override
    public void begin(Map<String, Long> nextIds) throws IOException {
        ObjectNode header =
                object().put("format", FORMAT).put("version", VERSION).put("schema", Schema.version());
        ObjectNode ids = header.putObject("nextIds");
        nextIds.forEach(ids::put);
        write(header);
    }

    @Override
    public void row(TransferTable table, List<@Nullable Object> values) throws IOException {
        ObjectNode row = object().put("table", table.name());
        for (int i = 0; i < values.size(); i++) {
            put(row, table.columns().get(i).name(), values.get(i));
        }
        write(row);
        counts.add(table.name());
    }

    private static void put(ObjectNode row, String name, @Nullable Object value) {
        if (value == null) {
            row.putNull(name);
        } else if (value instanceof Long number) {
            row.put(name, number);
        } else if (value instanceof Integer number) {
            row.put(name, number);
        } else if (value instanceof Boolean flag) {
            row.put(name, flag);
        } else {
            row.put(name, value.toString());
        }
    }

    /** Writes the last line. */
    public void end() throws IOException {
        write(object().put("end", true).put("rows", counts.total()));
        out.flush();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void write(ObjectNode line) throws IOException {
        out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}
