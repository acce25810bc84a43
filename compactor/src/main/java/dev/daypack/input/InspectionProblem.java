package dev.daypack.input;

import dev.daypack.input.PartRejectedException.Reason;

/**
 * One thing that keeps a file, or a column chunk of it, from being packed.
 *
 * @param column path of the column, or empty if it is the whole file
 * @param rowGroup from 0, or -1 if it is no matter of one row group
 * @param page place of the page in its column chunk from 0, dictionary included, or -1
 * @param offset byte offset in the file, or -1
 * @param detail what is wrong
 * @param message the same as a run reports it: with file, column and offset
 */
record InspectionProblem(
        Reason reason, String column, int rowGroup, int page, long offset, String detail, String message) {

    /** Details can quote names of any length out of a file. */
    private static final int MAX_CHARS = 4_096;

    static InspectionProblem of(PartRejectedException rejection, int rowGroup, int page) {
        return new InspectionProblem(
                rejection.reason(),
                cut(rejection.column()),
                rowGroup,
                page,
                rejection.offset(),
                cut(rejection.detail()),
                cut(rejection.getMessage()));
    }

    static String cut(String text) {
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
    }

    /** Whether the file is to blame; a feature that this version does not read is none of its errors. */
    boolean isError() {
        return reason != Reason.UNSUPPORTED;
    }

    boolean isSameAs(InspectionProblem other) {
        return reason == other.reason && offset == other.offset && message.equals(other.message);
    }

    /** {@code row group 0, page 3}, as far as known; else empty. */
    String place() {
        String group = rowGroup < 0 ? "" : "row group " + rowGroup;
        return page < 0 ? group : group + ", page " + page;
    }
}
