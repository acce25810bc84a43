package dev.daypack.integrity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.json.Json;
import java.util.Locale;

/**
 * One thing that is not as it is claimed.
 *
 * @param kind of what
 * @param object key of the object that is wrong, or that claims what is wrong; in the compact store unless {@code kind}
 *     is {@link Kind#RAW}. Not escaped
 * @param detail what is claimed and what is, not escaped
 * @param remedy a command that mends it, or what else to do
 */
public record Deviation(Kind kind, String object, String detail, String remedy) {

    /** What deviates. */
    public enum Kind {
        /** An object that has to be there is not. */
        MISSING,
        /** A document or a footer cannot be read. */
        UNREADABLE,
        /** A page breaks the format, or does not fit its checksum. */
        PAGE,
        /** Rows stand out of order. */
        ORDER,
        /** The numbers of the rows are not 0, 1, 2 and so on. */
        SEQUENCE,
        /** The number of rows. */
        ROWS,
        /** Smallest or largest value of the first sort column. */
        BOUNDS,
        /** The digest of a column. */
        DIGEST,
        /** The bytes of the file: their number, or their SHA-256. */
        BYTES,
        /** The generation that a document speaks of. */
        ETAG,
        /** The list of inputs. */
        MANIFEST,
        /** Another field of a sidecar. */
        SIDECAR,
        /** Another field of the entry in the state, or the entry itself. */
        STATE,
        /** What stands there in the place of the file for which the raw parts were given up. */
        REAPED,
        /** Raw parts that are missing or others. */
        RAW,
        /** What was packed again is not what is published. */
        REBUILD;

        /** As documents have it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As reports have it. */
    ObjectNode json() {
        return Json.object()
                .put("kind", kind.code())
                .put("object", object)
                .put("detail", detail)
                .put("remedy", remedy);
    }

    @Override
    public String toString() {
        return kind.code() + ": " + object + ": " + detail;
    }
}
