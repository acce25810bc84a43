package dev.daypack.settings;

/**
 * A setting as it holds, for people to read.
 *
 * @param text secrets masked; empty if the setting has no value
 */
public record EffectiveSetting(String name, String text, Origin origin, String meaning) {}
