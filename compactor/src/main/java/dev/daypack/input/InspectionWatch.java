package dev.daypack.input;

/** Watches the pages of a chunk go by, in file order. */
interface InspectionWatch {

    /** Sees nothing. */
    InspectionWatch NONE = new InspectionWatch() {
        @Override
        public void page(PageHeader header, long offset) {}

        @Override
        public void intact() {}
    };

    /**
     * The next page begins. Its sizes are within the limits; none of its bytes was fetched or checked yet.
     *
     * @param header valid during the call
     * @param offset of the header in the file
     */
    void page(PageHeader header, long offset);

    /** The present page has the bytes that its CRC, if any, was made of. Index pages are passed over unseen. */
    void intact();
}
