package dev.daypack.fuzz;

/**
 * A good file that mutants are made of.
 *
 * @param name says who wrote it, and how
 * @param orderBy the order that it is packed in, as the setting has it
 * @param bytes of the file
 * @param neighbour another file with the same columns
 */
record Golden(String name, String orderBy, byte[] bytes, byte[] neighbour) {}
