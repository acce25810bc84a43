package dev.daypack.integrity;

import dev.daypack.input.FooterReader;
import dev.daypack.input.InputLimits;
import dev.daypack.input.PartFooter;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortKey;
import dev.daypack.input.SortKeyForms;
import dev.daypack.input.SortOrder;
import dev.daypack.json.MalformedJsonException;
import dev.daypack.output.FileProof;
import dev.daypack.output.PackedFile;
import dev.daypack.output.Workbench;
import dev.daypack.publish.Imprint;
import dev.daypack.publish.MetaDocument;
import dev.daypack.store.ObjectStat;
import dev.daypack.text.SortTerms;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads one {@code data.parquet} whole, and says what it holds. Decides nothing. Thread-safe. */
final class FileExamination {

    private final SortOrder order;
    private final String seqColumn;
    private final FooterReader footers = new FooterReader(InputLimits.OWN_FILES, Optional.empty());

    /**
     * @param order by the present settings, for files that do not tell theirs
     * @param seqColumn alike
     */
    FileExamination(SortOrder order, String seqColumn) {
        this.order = order;
        this.seqColumn = seqColumn;
    }

    /** A footer, or why it cannot be read. */
    record Head(Optional<PartFooter> footer, Optional<Imprint> imprint, Optional<String> problem) {

        private static Head broken(String problem) {
            return new Head(Optional.empty(), Optional.empty(), Optional.of(problem));
        }
    }

    /** Reads the footer. */
    Head head(FetchedFile file) {
        try {
            PartFooter footer = footers.read(file.part());
            return new Head(Optional.of(footer), Imprint.of(footer.keyValues()), Optional.empty());
        } catch (PartRejectedException e) {
            return Head.broken(e.detail());
        } catch (MalformedJsonException | IllegalArgumentException e) {
            return Head.broken("what it says of itself (daypack.* in the footer): " + e.getMessage());
        }
    }

    /**
     * Reads all of it.
     *
     * @param meta tells how a file is sorted that does not say so itself
     * @param bytesDone told of the bytes read, as their share of the rows
     */
    DayEvidence.File examine(
            ObjectStat object,
            FetchedFile file,
            Head head,
            Optional<MetaDocument> meta,
            Workbench bench,
            LongConsumer bytesDone) {
        if (head.problem().isPresent()) {
            return new DayEvidence.File(object, file.sha256(), head.problem(), Optional.empty(), Optional.empty());
        }
        PartFooter footer = head.footer().orElseThrow();
        try {
            FileProof proof = head.imprint().isPresent()
                    ? prove(footer, head.imprint().get(), bench, rows(footer, bytesDone))
                    : proveForeign(footer, meta, bench, rows(footer, bytesDone));
            return new DayEvidence.File(object, file.sha256(), Optional.empty(), head.imprint(), Optional.of(proof));
        } catch (PartRejectedException e) {
            return new DayEvidence.File(
                    object, file.sha256(), Optional.of(e.detail()), head.imprint(), Optional.empty());
        }
    }

    private static LongConsumer rows(PartFooter footer, LongConsumer bytesDone) {
        long[] told = {0};
        return rows -> {
            long bytes = (long) ((double) footer.part().sizeBytes() / Math.max(1, footer.rows()) * rows);
            bytesDone.accept(bytes - told[0]);
            told[0] = bytes;
        };
    }

    /** In the form of keys whose digests are those of the file, or if there is none, in the likeliest. */
    private FileProof prove(PartFooter footer, Imprint imprint, Workbench bench, LongConsumer rowsDone) {
        List<SortKey> forms = SortKeyForms.of(footer, terms(imprint.orderBy()), order.nullKeys());
        FileProof first = new PackedFile(footer, forms.get(0), imprint.seqColumn(), bench).prove(rowsDone);
        if (forms.size() == 1 || isAsClaimed(first, imprint)) {
            return first;
        }
        return forms.stream()
                .skip(1)
                .map(form -> new PackedFile(footer, form, imprint.seqColumn(), bench).prove(rows -> {}))
                .filter(proof -> hasDigestAsClaimed(proof, imprint))
                .findFirst()
                .orElse(first);
    }

    /** Of most files the first form is the one; where nothing fits, the file is broken in one form as in another. */
    private static boolean isAsClaimed(FileProof proof, Imprint imprint) {
        return hasDigestAsClaimed(proof, imprint)
                || proof.faults().stream().anyMatch(fault -> fault.kind() == FileProof.Kind.PAGE);
    }

    /** One is enough: with keys in another form no column has the digest that it should have. */
    private static boolean hasDigestAsClaimed(FileProof proof, Imprint imprint) {
        return proof.rows() == 0
                || imprint.columnDigests().entrySet().stream()
                        .anyMatch(claim -> claim.getValue().equals(hex(proof.digests(), claim.getKey())));
    }

    /** 16 digits, or null if the column has no digest. */
    static String hex(Map<String, Long> digests, String column) {
        Long digest = digests.get(column);
        return digest == null ? null : HexFormat.of().toHexDigits(digest);
    }

    /** Earlier versions wrote the name of one column as it is, whatever is in it. */
    private static SortTerms terms(String orderBy) {
        try {
            return SortTerms.parse(orderBy);
        } catch (IllegalArgumentException e) {
            return SortTerms.of(orderBy);
        }
    }

    /** A file of another program is held to what its sidecar says, and to nothing if that says nothing. */
    private FileProof proveForeign(
            PartFooter footer, Optional<MetaDocument> meta, Workbench bench, LongConsumer rowsDone) {
        SortTerms terms = terms(meta.map(MetaDocument::orderBy).orElse(order.spelling()));
        boolean hasAll = terms.names().stream()
                .allMatch(name -> footer.columns().stream()
                        .anyMatch(column -> column.name().equals(name)));
        SortTerms known = hasAll && meta.isPresent() ? terms : new SortTerms(List.of());
        SortKey key = SortKeyForms.of(footer, known, order.nullKeys()).get(0);
        FileProof proof = new PackedFile(footer, key, seqColumn, bench).prove(rowsDone);
        boolean hasSeq =
                footer.columns().stream().anyMatch(column -> column.name().equals(seqColumn));
        return hasSeq ? proof : withoutSequenceFaults(proof);
    }

    private static FileProof withoutSequenceFaults(FileProof proof) {
        return new FileProof(
                proof.rows(),
                proof.digests(),
                proof.minimum(),
                proof.maximum(),
                proof.faults().stream()
                        .filter(fault -> fault.kind() != FileProof.Kind.SEQUENCE)
                        .toList());
    }
}
