package dev.daypack.security;

/** A library by its coordinates. */
record Library(String group, String artifact, String version) {}
