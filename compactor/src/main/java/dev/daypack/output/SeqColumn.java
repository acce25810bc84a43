package dev.daypack.output;

import dev.daypack.encoding.ByteBuilder;
import dev.daypack.input.ColumnSchema;
import dev.daypack.input.ValueKind;
import dev.daypack.memory.BufferPool;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/** The column that we add: the number of the row in the output, from 0, without gaps. Thread-safe. */
final class SeqColumn {

    private final ColumnSchema schema;
    private final BufferPool pool;

    SeqColumn(String name, BufferPool pool) {
        SchemaElement element = new SchemaElement(name);
        element.setType(Type.INT64);
        element.setRepetition_type(FieldRepetitionType.REQUIRED);
        this.schema = new ColumnSchema(element);
        this.pool = pool;
    }

    ColumnSchema schema() {
        return schema;
    }

    EncodedChunk run(RowGroupJob job, Workbench.Tools tools, ByteBuilder into) {
        int rows = job.rows();
        long first = job.plan().firstRow();
        EncodedChunk chunk;
        try (ColumnValues values = ColumnValues.ofValues(ValueKind.LONG, rows, pool)) {
            for (int i = 0; i < rows; i++) {
                values.longs()[i] = first + i;
            }
            chunk = tools.encoder.encode(schema, values, null, true, into);
        }
        long[] readBack = pool.longs(rows);
        new ReadBack(chunk, tools.decompressors, pool).longs(readBack);
        for (int i = 0; i < rows; i++) {
            if (readBack[i] != first + i) {
                throw new ConservationException(
                        schema.name() + " is " + readBack[i] + " where " + (first + i) + " belongs");
            }
        }
        pool.giveBack(readBack);
        return chunk;
    }
}
