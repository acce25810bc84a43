package dev.daypack.cli;

import java.util.OptionalInt;

/**
 * Which raw parts to give up.
 *
 * @param selection which days
 * @param graceDays days that must have passed; else as the settings say
 * @param delete whether parts are deleted; else it is only told which would be
 * @param rebuild whether each day is packed again and compared before
 */
public record ReapRequest(SelectionRequest selection, OptionalInt graceDays, boolean delete, boolean rebuild) {}
