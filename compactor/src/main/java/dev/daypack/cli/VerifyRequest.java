package dev.daypack.cli;

/**
 * What to check.
 *
 * @param selection which days
 * @param rebuild whether they are packed again from raw as well, and compared
 */
public record VerifyRequest(SelectionRequest selection, boolean rebuild) {}
