package dev.daypack.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.memory.BufferPool;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks into one Parquet file: its footer, schema, column chunks and pages, the order of the sort column, and all that
 * is wrong, the first error foremost. Every page is fetched, compared with its CRC, decompressed and decoded, the way
 * packing does it, so that what quarantines a part is found here too, in the same words. An error in one column chunk
 * does not keep the others from being read. What the file is to blame for is told apart from what this version cannot
 * read. Immutable.
 */
public final class Inspection {

    private final InspectionFindings findings;

    private Inspection(InspectionFindings findings) {
        this.findings = findings;
    }

    /**
     * Reads the whole file. Takes the memory of a few pages and of the footer, whatever the file claims.
     *
     * @param part the file
     * @param limits what it may claim
     * @param order that a run would give the rows; the first of its columns is followed. Files without it are fine
     * @param pool lends the buffers; a page that does not fit its limit is not read, and named
     * @throws dev.daypack.store.StoreException if the file cannot be fetched; never for what is in it
     */
    public static Inspection of(
            Part part, InputLimits limits, SortOrder order, Decompressors decompressors, BufferPool pool) {
        return new Inspection(new InspectionWalk(part, limits, order, decompressors, pool).walk());
    }

    /** Whether no error was found. A feature that this version does not read is none, see {@link #isReadWhole}. */
    public boolean isSound() {
        return findings.problems().errorCount() == 0;
    }

    /** Whether this version reads all of the file, apart from its errors. */
    public boolean isReadWhole() {
        return findings.problems().unread().isEmpty();
    }

    public long errorCount() {
        return findings.problems().errorCount();
    }

    /** The first error as a run reports it: file, column, offset and reason. Not escaped; empty for a sound file. */
    public Optional<String> firstError() {
        return findings.problems().firstError().map(InspectionProblem::message);
    }

    /** Prints it for people, line by line, the verdict last. Text out of the file is escaped. */
    public void print(InspectionDetail detail, Consumer<String> lines) {
        new InspectionText(findings, detail, lines).print();
    }

    /** The same as a JSON document, to be written by {@link dev.daypack.json.Json}, which escapes it. */
    public ObjectNode json(InspectionDetail detail) {
        return new InspectionJson(findings, detail).document();
    }
}
