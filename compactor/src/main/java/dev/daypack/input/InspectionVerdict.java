package dev.daypack.input;

import dev.daypack.input.InspectionChunk.Outcome;
import dev.daypack.text.Units;
import java.util.List;

/**
 * Sums of what was read, and the one sentence that says whether a file is sound.
 *
 * @param chunks column chunks met
 * @param pages pages read, dictionary pages included
 * @param checksums pages whose CRC was compared and is right
 */
record InspectionVerdict(
        boolean isSound, long errors, long chunks, long broken, long unread, long pages, long checksums) {

    static InspectionVerdict of(InspectionFindings findings) {
        List<InspectionChunk> chunks =
                findings.groups().stream().flatMap(List::stream).toList();
        return new InspectionVerdict(
                findings.problems().errorCount() == 0,
                findings.problems().errorCount(),
                chunks.size(),
                chunks.stream()
                        .filter(chunk -> chunk.outcome() == Outcome.BROKEN)
                        .count(),
                chunks.stream()
                        .filter(chunk -> chunk.outcome() == Outcome.UNREAD)
                        .count(),
                chunks.stream().mapToLong(InspectionChunk::pageCount).sum(),
                chunks.stream().mapToLong(InspectionChunk::checksums).sum());
    }

    String sentence(InspectionFindings findings) {
        if (!isSound) {
            return "NOT SOUND: " + Units.count(errors, "error")
                    + (chunks == 0 || broken == 0
                            ? ""
                            : "; " + broken + " of " + Units.count(chunks, "column chunk") + " broken")
                    + ".";
        }
        if (findings.meta() == null) {
            return "NOT READ: nothing can be said of the file.";
        }
        String read = Units.count(findings.rows(), "row") + ", "
                + Units.count(findings.schema().leaves().size(), "column") + ", "
                + Units.count(pages, "page") + checksumWords() + ".";
        if (!findings.problems().unread().isEmpty()) {
            return "NO ERRORS in what this version reads"
                    + (unread == 0 ? "" : "; " + unread + " of " + Units.count(chunks, "column chunk") + " not decoded")
                    + ": " + read;
        }
        return "SOUND: " + read;
    }

    private String checksumWords() {
        if (pages == 0) {
            return "";
        }
        return checksums == 0
                ? ", none with a checksum"
                : checksums == pages ? ", all with right checksums" : ", " + checksums + " with right checksums";
    }
}
