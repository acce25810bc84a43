package dev.daypack.simulation;

import dev.daypack.store.Condition;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.PassingStore;
import dev.daypack.store.PutOutcome;
import dev.daypack.store.Upload;
import dev.daypack.testing.PartWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Bugs of a merge: the file that goes to the store is written again with other rows, and with the same imprint. */
final class RowBugs {

    static final String DATA = "data.parquet";

    private static final int TS_EVENT = 0;
    private static final int SEQ = 1;
    private static final int PRICE = 4;
    private static final int SIDE = 5;

    private static final MessageType SCHEMA = Types.buildMessage()
            .optional(PrimitiveTypeName.INT64)
            .named("ts_event")
            .required(PrimitiveTypeName.INT64)
            .named("seq")
            .optional(PrimitiveTypeName.INT64)
            .named("id")
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("symbol")
            .optional(PrimitiveTypeName.DOUBLE)
            .named("price")
            .optional(PrimitiveTypeName.INT32)
            .named("side")
            .named("schema");

    private RowBugs() {}

    /** Changes rows, given as values in the order of the columns. */
    interface RowChange {
        void change(List<Object[]> rows);
    }

    static Tampering rows(RowChange change) {
        return bytes(whole -> rewritten(whole, change));
    }

    /** Changes the bytes of data files on their way. */
    static Tampering bytes(UnaryOperator<byte[]> change) {
        return new Tampering() {
            @Override
            public ObjectStore compact(ObjectStore compact, Process process) {
                return new PassingStore(compact) {
                    @Override
                    public Upload upload(String key) {
                        return new Changed(store.upload(key), change);
                    }
                };
            }
        };
    }

    static void exchangeEqualKeys(List<Object[]> rows) {
        for (int at = 1; at < rows.size(); at++) {
            if (rows.get(at)[TS_EVENT].equals(rows.get(at - 1)[TS_EVENT])) {
                exchange(rows, at);
                return;
            }
        }
    }

    /** Keeps the order in which the part had them. */
    static void leaveUnsorted(List<Object[]> rows) {
        for (int at = rows.size() - 1; at > 0; at--) {
            if (!rows.get(at)[TS_EVENT].equals(rows.get(at - 1)[TS_EVENT])) {
                exchange(rows, at);
                return;
            }
        }
    }

    private static void exchange(List<Object[]> rows, int at) {
        Collections.swap(rows, at, at - 1);
        number(rows);
    }

    private static void number(List<Object[]> rows) {
        for (int at = 0; at < rows.size(); at++) {
            rows.get(at)[SEQ] = (long) at;
        }
    }

    static void countFromOne(List<Object[]> rows) {
        rows.forEach(row -> row[SEQ] = (long) row[SEQ] + 1);
    }

    static void loseOne(List<Object[]> rows) {
        if (!rows.isEmpty()) {
            rows.remove(rows.size() / 2);
            number(rows);
        }
    }

    static void takeOneTwice(List<Object[]> rows) {
        if (!rows.isEmpty()) {
            rows.add(rows.size() / 2, rows.get(rows.size() / 2).clone());
            number(rows);
        }
    }

    /** As where the second part has its columns in another order. */
    static void mapByPosition(List<Object[]> rows) {
        for (Object[] row : rows) {
            Double price = (Double) row[PRICE];
            row[PRICE] = row[SIDE] == null ? null : (Double) ((Integer) row[SIDE]).doubleValue();
            row[SIDE] = price == null ? null : (Integer) price.intValue();
        }
    }

    static byte[] rewritten(byte[] whole, RowChange change) {
        PublishedFile file = PublishedFile.parse(whole);
        List<Object[]> rows = new ArrayList<>();
        for (int at = 0; at < file.rows().size(); at++) {
            Row row = file.rows().get(at);
            rows.add(
                    new Object[] {row.tsEvent(), file.seqs().get(at), row.id(), row.symbol(), row.price(), row.side()});
        }
        change.change(rows);
        try {
            Path path = Files.createTempFile("daypack-simulation", ".parquet");
            try {
                PartWriter.of(SCHEMA).keyValues(file.keyValues()).write(path, rows);
                return Files.readAllBytes(path);
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds the bytes back until the commit. */
    private static final class Changed implements Upload {

        private final Upload upload;
        private final UnaryOperator<byte[]> change;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Changed(Upload upload, UnaryOperator<byte[]> change) {
            this.upload = upload;
            this.change = change;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.writeBytes(Arrays.copyOfRange(from, offset, offset + length));
        }

        @Override
        public long sizeBytes() {
            return upload.sizeBytes() > 0 ? upload.sizeBytes() : bytes.size();
        }

        @Override
        public PutOutcome commit(Condition condition) {
            byte[] changed = change.apply(bytes.toByteArray());
            upload.write(changed, 0, changed.length);
            return upload.commit(condition);
        }

        @Override
        public void close() {
            upload.close();
        }
    }
}
