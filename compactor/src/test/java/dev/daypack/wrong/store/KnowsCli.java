package dev.daypack.wrong.store;

import dev.daypack.wrong.cli.Command;

/** Wrong on purpose: up from store. */
record KnowsCli(Command command) {}
