package dev.daypack.demo;

import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;

/** The events of one partition-day, in order of {@code ts_event}, ready to be written in any order of rows. */
interface EventColumns {

    /** Columns as FORMATS lists them: the six common ones, then the stream's own. All optional. */
    MessageType schema();

    /** When everything happened. */
    EventTimes times();

    /** Writes the stream's own columns of one row; {@code columns} is in the order of the schema. */
    void write(int row, ColumnWriter[] columns);
}
