package dev.daypack.publish;

import dev.daypack.input.SchemaDrift;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Daypack adds to the old job's {@code meta.json}.
 *
 * @param etag of {@code data.parquet}
 * @param sizeBytes of {@code data.parquet}
 * @param manifestDigest see {@link Manifest#digest}
 * @param columnDigests by column, in the file's order: the conservation digest as 16 hex digits
 * @param inversions by raw key: rows whose key is below that of the row before; only parts that have some
 * @param keyValuesLeftOut by key of the parts' key-value metadata: why {@code data.parquet} does not carry it
 * @param schemaDrift how the parts differed in their columns
 * @param delivery prefix of the delivery that was packed, where deliveries are told apart by name
 * @param attempt id of the attempt that published it
 * @param daypackVersion that packed it
 * @param plannedPeakBytes, actualPeakBytes of memory; empty where the sidecar was rebuilt from the object
 */
public record Provenance(
        String etag,
        long sizeBytes,
        String manifestDigest,
        Map<String, String> columnDigests,
        Map<String, Long> inversions,
        Map<String, String> keyValuesLeftOut,
        SchemaDrift schemaDrift,
        Optional<String> delivery,
        Optional<String> attempt,
        String daypackVersion,
        OptionalLong plannedPeakBytes,
        OptionalLong actualPeakBytes) {

    public Provenance {
        columnDigests = Collections.unmodifiableMap(new LinkedHashMap<>(columnDigests));
        inversions = Collections.unmodifiableMap(new LinkedHashMap<>(inversions));
        keyValuesLeftOut = Collections.unmodifiableMap(new LinkedHashMap<>(keyValuesLeftOut));
    }
}
