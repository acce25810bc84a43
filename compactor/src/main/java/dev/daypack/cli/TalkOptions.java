package dev.daypack.cli;

import picocli.CommandLine.Option;

/** How much a command says, and to whom. */
final class TalkOptions {

    @Option(names = "--json", description = "Print the result as one JSON document on stdout, for machines.")
    boolean json;

    @Option(names = "--quiet", description = "Print results and warnings only: no progress.")
    boolean quiet;

    @Option(names = "--verbose", description = "Log the steps, and the stack trace of an error.")
    boolean verbose;
}
