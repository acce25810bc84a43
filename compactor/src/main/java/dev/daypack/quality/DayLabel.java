package dev.daypack.quality;

/** What all windows of a day say together. Spelled as it is in documents. */
public enum DayLabel {
    /** Complete evidence, nothing that matters. */
    GOOD(Packing.PACK),
    /** Under strain, or a little is missing: usable with care. */
    DEGRADED(Packing.PACK),
    /** Too much is missing. */
    BAD(Packing.QUARANTINE),
    /** Some windows cover their time in part only, and too few others stand beside them. */
    PARTIAL(Packing.WAIT),
    /** No evidence at all. */
    UNKNOWN(Packing.PACK);

    private final Packing packing;

    DayLabel(Packing packing) {
        this.packing = packing;
    }

    /** Whether a day of this label is packed, waits, or is set aside. */
    public Packing packing() {
        return packing;
    }
}
