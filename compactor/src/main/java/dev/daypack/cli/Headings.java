package dev.daypack.cli;

/** The headings under which help lists options, alike in every command. */
final class Headings {

    static final String DAYS = "%nWhich days:%n";
    static final String WHAT = "%nWhich partitions:%n";
    static final String LIMITS = "%nHow much:%n";
    static final String SETTINGS = "%nSettings:%n";
    static final String TALK = "%nOutput:%n";

    private Headings() {}
}
