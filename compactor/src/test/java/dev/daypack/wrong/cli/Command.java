package dev.daypack.wrong.cli;

/** Nothing is wrong with this one; others know it that should not. */
public record Command(String name) {}
