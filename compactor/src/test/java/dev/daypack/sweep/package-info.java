/**
 * The sweep: every file of a corpus through the program as it stands, in a JVM of its own with a small heap, judged by
 * readers that are not ours. Needs the corpus beside the checkout, so it runs with {@code -Psweep} only.
 */
package dev.daypack.sweep;
