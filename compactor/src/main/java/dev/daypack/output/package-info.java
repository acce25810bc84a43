/**
 * Writing the packed file and proving it: columns gathered along the runs, encoded, read back, compared, laid out.
 * {@link dev.daypack.output.TableWriter} is the entrance. It ends with bytes for a sink; where they go is {@link
 * dev.daypack.publish}'s business.
 */
package dev.daypack.output;
