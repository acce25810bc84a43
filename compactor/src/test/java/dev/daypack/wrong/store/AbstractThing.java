package dev.daypack.wrong.store;

/** Wrong on purpose: an abstract class. */
public abstract class AbstractThing {}
