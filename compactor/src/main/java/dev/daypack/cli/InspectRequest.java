package dev.daypack.cli;

/**
 * Which file to look into.
 *
 * @param file path or URL
 * @param pages whether every page is listed, not just the first that is broken
 * @param json whether a machine reads it
 */
public record InspectRequest(String file, boolean pages, boolean json) {}
