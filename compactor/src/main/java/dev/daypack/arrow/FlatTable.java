package dev.daypack.arrow;

/**
 * One table of a flatbuffer. Its vtable tells by field id where each field stands; a field that is not there has its
 * default. Offsets to strings, vectors and tables are followed only forward.
 */
final class FlatTable {

    private static final int VTABLE_HEADER_BYTES = 4;
    private static final int TABLE_HEADER_BYTES = 4;

    private final FlatBytes bytes;
    private final int position;
    private final int vtable;
    private final int vtableBytes;
    private final int tableBytes;

    private FlatTable(FlatBytes bytes, int position, int vtable) {
        this.bytes = bytes;
        this.position = position;
        this.vtable = vtable;
        this.vtableBytes = bytes.uint16(vtable);
        this.tableBytes = bytes.uint16(bytes.checked((long) vtable + 2, 2));
    }

    /** The table that begins at a position. */
    static FlatTable at(FlatBytes bytes, int position) {
        bytes.step();
        FlatTable table = new FlatTable(bytes, position, bytes.checked((long) position - bytes.int32(position), 4));
        table.check();
        return table;
    }

    private void check() {
        if (vtableBytes < VTABLE_HEADER_BYTES || vtableBytes % 2 != 0 || tableBytes < TABLE_HEADER_BYTES) {
            throw new MalformedFlatbufferException("the table at " + position + " has a wrong vtable");
        }
        bytes.checked(vtable, vtableBytes);
        bytes.checked(position, tableBytes);
    }

    /** Where a field of so many bytes stands, or -1 if it is not there. */
    int place(int field, int width) {
        int entry = VTABLE_HEADER_BYTES + 2 * field;
        if (entry + 2 > vtableBytes) {
            return -1;
        }
        int offset = bytes.uint16(vtable + entry);
        if (offset == 0) {
            return -1;
        }
        if (offset < TABLE_HEADER_BYTES || offset + width > tableBytes) {
            throw new MalformedFlatbufferException("the table at " + position + " has a field outside of itself");
        }
        return position + offset;
    }

    int uint8(int field) {
        int place = place(field, 1);
        return place < 0 ? 0 : bytes.uint8(place);
    }

    int int16(int field, int absent) {
        int place = place(field, 2);
        return place < 0 ? absent : bytes.int16(place);
    }

    long int64(int field) {
        int place = place(field, 8);
        return place < 0 ? 0 : bytes.int64(place);
    }

    /** Where the string, vector or table of a field begins, or -1 if it is not there. */
    int target(int field) {
        int place = place(field, 4);
        return place < 0 ? -1 : bytes.target(place);
    }

    /** As {@link #target}, for a field that must be there. */
    int required(int field, String name) {
        int target = target(field);
        if (target < 0) {
            throw new MalformedFlatbufferException("it has no " + name);
        }
        return target;
    }
}
