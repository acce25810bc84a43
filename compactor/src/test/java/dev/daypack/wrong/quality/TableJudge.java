package dev.daypack.wrong.quality;

import dev.daypack.wrong.store.AbstractThing;
import java.nio.file.Path;
import picocli.CommandLine;

/** Wrong on purpose: a judge that reads, and draws. */
record TableJudge(AbstractThing store, Path path, CommandLine commandLine) {}
