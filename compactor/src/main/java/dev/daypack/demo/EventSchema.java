package dev.daypack.demo;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** Schemas of raw events as a collector's pyarrow writes them: every column optional, int8 by annotation. */
final class EventSchema {

    /** {@code ts_event, ts_recv, exchange, symbol, stream, stream_version}. */
    static final int COMMON_COLUMNS = 6;

    static final MessageType QUOTES = quotes();
    static final MessageType TRADES = trades();

    private EventSchema() {}

    private static MessageType quotes() {
        MessageTypeBuilder schema = common();
        addDouble(schema, "bid_price");
        addDouble(schema, "bid_qty");
        addDouble(schema, "ask_price");
        addDouble(schema, "ask_qty");
        return schema.named("schema");
    }

    private static MessageType trades() {
        MessageTypeBuilder schema = common();
        addDouble(schema, "price");
        addDouble(schema, "qty");
        schema.optional(INT32).as(intType(8, true)).named("side");
        schema.optional(BINARY).as(stringType()).named("trade_id");
        return schema.named("schema");
    }

    private static MessageTypeBuilder common() {
        MessageTypeBuilder schema = Types.buildMessage();
        schema.optional(INT64).named("ts_event");
        schema.optional(INT64).named("ts_recv");
        schema.optional(BINARY).as(stringType()).named("exchange");
        schema.optional(BINARY).as(stringType()).named("symbol");
        schema.optional(BINARY).as(stringType()).named("stream");
        schema.optional(INT32).as(intType(8, true)).named("stream_version");
        return schema;
    }

    /** In the type-defined order: parquet-java's new default for doubles is one that other readers refuse. */
    private static void addDouble(MessageTypeBuilder schema, String name) {
        schema.optional(DOUBLE).columnOrder(ColumnOrder.typeDefined()).named(name);
    }
}
