package dev.daypack.input;

import dev.daypack.codec.Compression;
import dev.daypack.json.Json;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.MemoryLedger;
import java.util.ArrayList;
import java.util.List;

/** Inspects bytes in memory, and checks each time what must hold for every file whatsoever. */
final class InspectionBench {

    private static final long MEMORY_BYTES = 64 << 20;

    private InspectionBench() {}

    static Part part(byte[] file) {
        return new Part(
                "raw/part-1.parquet",
                file.length,
                (offset, into, at, length) -> System.arraycopy(file, Math.toIntExact(offset), into, at, length));
    }

    static Inspection inspect(byte[] file) {
        return inspect(file, InputLimits.DEFAULTS);
    }

    static Inspection inspect(byte[] file, SortOrder order) {
        return inspect(file, InputLimits.DEFAULTS, order);
    }

    static Inspection inspect(byte[] file, InputLimits limits) {
        return inspect(file, limits, SortOrder.of("ts"));
    }

    private static Inspection inspect(byte[] file, InputLimits limits, SortOrder order) {
        MemoryLedger ledger = new MemoryLedger(MEMORY_BYTES);
        BufferPool pool = new BufferPool(ledger);
        Inspection inspection;
        try (Decompressors decompressors = new Decompressors(Compression::newDecompressor)) {
            inspection = Inspection.of(part(file), limits, order, decompressors, pool);
        }
        pool.trim();
        if (ledger.heldBytes() != 0) {
            throw new AssertionError(ledger.heldBytes() + " bytes were not given back");
        }
        checkPrints(inspection);
        return inspection;
    }

    private static void checkPrints(Inspection inspection) {
        for (String line : text(inspection, InspectionDetail.PAGES)) {
            if (line.chars().anyMatch(Character::isISOControl)) {
                throw new AssertionError("a control character in: " + line);
            }
        }
        Json.parseObject(Json.pretty(inspection.json(InspectionDetail.PAGES)));
    }

    static List<String> text(Inspection inspection, InspectionDetail detail) {
        List<String> lines = new ArrayList<>();
        inspection.print(detail, lines::add);
        return lines;
    }

    static String verdict(Inspection inspection) {
        List<String> lines = text(inspection, InspectionDetail.CHUNKS);
        return lines.get(lines.size() - 1);
    }
}
