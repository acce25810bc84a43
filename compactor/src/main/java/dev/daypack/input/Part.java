package dev.daypack.input;

/**
 * One raw file, frozen: later reads see these bytes or fail.
 *
 * @param name key or URL, for messages
 * @param sizeBytes length of the file
 * @param bytes access to it
 */
public record Part(String name, long sizeBytes, ByteSource bytes) {}
