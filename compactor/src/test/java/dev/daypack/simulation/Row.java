package dev.daypack.simulation;

/**
 * One raw event.
 *
 * @param tsEvent the sort column; many are equal
 * @param id names the row among all of all parts
 * @param symbol may be null, as the two after it
 */
record Row(long tsEvent, long id, String symbol, Double price, Integer side) {}
