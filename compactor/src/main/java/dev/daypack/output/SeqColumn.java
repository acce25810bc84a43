package dev.daypack.output;

import dev.daypack.input.ColumnSchema;
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

    EncodedChunk run(RowGroupJob job, Workbench.Tools tools, ChunkBytes into) {
        long first = job.plan().firstRow();
        EncodedChunk chunk = tools.encoder.encodeSequence(schema, first, job.rows(), into);
        new ReadBack(chunk, tools.decompressors, pool).checkSequence(first);
        return chunk;
    }
}
