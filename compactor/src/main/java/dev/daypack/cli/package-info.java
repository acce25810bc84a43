/**
 * The command line: one class for each subcommand. What they ask for is {@link dev.daypack.cli.Application}; how it is
 * put together is decided elsewhere.
 */
package dev.daypack.cli;
