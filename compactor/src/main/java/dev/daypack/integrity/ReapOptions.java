package dev.daypack.integrity;

/**
 * What a run of {@code daypack reap} is to do.
 *
 * @param selection which days
 * @param graceDays days that must have passed since the day, and since it was packed
 * @param isDeleting whether parts are deleted; else it is only told which would be
 * @param isRebuilding whether each day is packed again and compared before its parts are deleted
 */
public record ReapOptions(Selection selection, int graceDays, boolean isDeleting, boolean isRebuilding) {

    /** Ten years: more is a slip of the pen. */
    public static final int MAX_GRACE_DAYS = 3_660;

    public ReapOptions {
        if (graceDays < 0 || graceDays > MAX_GRACE_DAYS) {
            throw new IllegalArgumentException("--grace-days is " + graceDays + "; give 0 to " + MAX_GRACE_DAYS);
        }
    }
}
