/**
 * What is done, and who is working: the state document and the leases, both written by compare-and-swap only. What
 * should be done next is {@link dev.daypack.plan}'s question.
 */
package dev.daypack.state;
